package app

import (
	"context"
	"fmt"

	"yingbin/shared/fault"
	"yingbin/shared/paper"
	"yingbin/shared/paper/forms"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// papers makes the files of a reception's newest revision.
type papers struct{ *App }

// newest reads the published sheet for a person who may see the reception;
// before there is one, nothing is there.
func (p papers) newest(ctx context.Context, act staff.Act, r string) (*reception.Brief, reception.Sheet, error) {
	number, revision, err := p.Receptions.Newest(ctx, act, r)
	if err != nil {
		return nil, reception.Sheet{}, err
	}
	if revision == 0 {
		return nil, reception.Sheet{}, fault.Missing()
	}
	b, err := p.Receptions.Brief(ctx, act, number, revision)
	if err != nil {
		return nil, reception.Sheet{}, err
	}
	return b.Speaking(act.Lang), b.Revisions[revision], nil
}

// Sheet is the execution sheet as a spreadsheet.
func (p papers) Sheet(ctx context.Context, act staff.Act, r string) (string, []byte, error) {
	b, sheet, err := p.newest(ctx, act, r)
	if err != nil {
		return "", nil, err
	}
	content, err := paper.XLSX(forms.Execution(b, act.Lang, sheet, b.Local(act.At)).Sheet())
	return fmt.Sprintf("%s-%d.xlsx", sheet.Number, sheet.Revision), content, err
}

// Visit is the visit as a calendar file for the reader.
func (p papers) Visit(ctx context.Context, act staff.Act, r string) (string, []byte, error) {
	b, sheet, err := p.newest(ctx, act, r)
	if err != nil {
		return "", nil, err
	}
	me := paper.Mailbox{}
	if who := b.Company.Person(act.By); who != nil {
		me = paper.Mailbox{Name: who.Called(act.Lang), Email: who.Email}
	}
	from := paper.Mailbox{Name: p.From.Name, Email: p.From.Email}
	content, err := paper.ICS(forms.Visit(b, act.Lang, sheet, p.notify.Host, from, me, act.At))
	return sheet.Number + ".ics", content, err
}
