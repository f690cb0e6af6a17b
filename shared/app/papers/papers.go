// Package papers makes the files of receptions: workbooks and calendar entries.
package papers

import (
	"context"
	"fmt"

	"yingbin/shared/app/core"
	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/paper"
	"yingbin/shared/paper/forms"
	"yingbin/shared/paper/xlsx"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// Papers makes the files of a reception's newest revision, and of reports.
type Papers struct {
	core *core.Core
	from mail.Address
}

// New makes papers of what is in a core; calendar entries come from an address.
func New(c *core.Core, from mail.Address) Papers { return Papers{c, from} }

// newest reads the published sheet for a person who may see the reception;
// before there is one, nothing is there.
func (p Papers) newest(ctx context.Context, act staff.Act, r string) (*reception.Brief, reception.Sheet, error) {
	number, revision, err := p.core.Receptions.Newest(ctx, act, r)
	if err != nil {
		return nil, reception.Sheet{}, err
	}
	if revision == 0 {
		return nil, reception.Sheet{}, fault.Missing()
	}
	b, err := p.core.Receptions.Brief(ctx, act, number, revision)
	if err != nil {
		return nil, reception.Sheet{}, err
	}
	return b.Speaking(act.Lang), b.Revisions[revision], nil
}

// Sheet is the execution sheet as a spreadsheet.
func (p Papers) Sheet(ctx context.Context, act staff.Act, r string) (string, []byte, error) {
	b, sheet, err := p.newest(ctx, act, r)
	if err != nil {
		return "", nil, err
	}
	content, err := xlsx.Write(forms.Execution(b, act.Lang, sheet, b.Local(act.At)).Sheet())
	return fmt.Sprintf("%s-%d.xlsx", sheet.Number, sheet.Revision), content, err
}

// Visit is the visit as a calendar file for the reader.
func (p Papers) Visit(ctx context.Context, act staff.Act, r string) (string, []byte, error) {
	b, sheet, err := p.newest(ctx, act, r)
	if err != nil {
		return "", nil, err
	}
	me := paper.Mailbox{}
	if who := b.Company.Person(act.By); who != nil {
		me = paper.Mailbox{Name: who.Called(act.Lang), Email: who.Email}
	}
	from := paper.Mailbox{Name: p.from.Name, Email: p.from.Email}
	host := ""
	if p.core.URL != nil {
		host = p.core.URL.Hostname()
	}
	content, err := paper.ICS(forms.Visit(b, act.Lang, sheet, host, from, me, act.At))
	return sheet.Number + ".ics", content, err
}

// Workbook writes sheets, such as those of a report.
func (p Papers) Workbook(sheets ...paper.Sheet) ([]byte, error) { return xlsx.Write(sheets...) }
