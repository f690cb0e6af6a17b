package web

import (
	"context"

	"yingbin/shared/paper"
	"yingbin/shared/staff"
)

// Papers makes what leaves as a file.
type Papers interface {
	// Sheet is the newest execution sheet as a spreadsheet.
	Sheet(ctx context.Context, act staff.Act, r string) (name string, content []byte, err error)
	// Visit is the visit as a calendar file.
	Visit(ctx context.Context, act staff.Act, r string) (name string, content []byte, err error)
	// Workbook writes sheets.
	Workbook(sheets ...paper.Sheet) ([]byte, error)
}

// The media types of papers.
const (
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	icsType  = "text/calendar; charset=utf-8"
)

// paperRoutes give papers to whoever sees the reception.
func (s *Services) paperRoutes() []Route {
	return []Route{
		Get("/receptions/{r}/sheet.xlsx", "sheet-xlsx", "summarize", SignedIn, func(c *Call) (*Raw, error) {
			name, data, err := s.Papers.Sheet(c.Context(), c.Act(), c.Path("r"))
			return &Raw{Type: xlsxType, Name: name, Data: data}, err
		}).Plainly(),
		Get("/receptions/{r}/visit.ics", "visit-ics", "summarize", SignedIn, func(c *Call) (*Raw, error) {
			name, data, err := s.Papers.Visit(c.Context(), c.Act(), c.Path("r"))
			return &Raw{Type: icsType, Name: name, Data: data}, err
		}).Plainly(),
	}
}
