package site

import (
	"context"

	"yingbin/shared/blob"
	"yingbin/shared/fault"
	"yingbin/shared/paper"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// elsewhere stands for ports that this place was not given.
type elsewhere struct{}

// Expect expects nothing here.
func (elsewhere) Expect(string, string, int64) (string, error) { return "", fault.Missing() }

// Upload lets nothing come here.
func (elsewhere) Upload(context.Context, blob.Offer) (blob.Form, error) {
	return blob.Form{}, fault.Missing()
}

// Uploaded finds nothing here.
func (elsewhere) Uploaded(context.Context, string) ([]byte, error) { return nil, fault.Missing() }

// Taken removes nothing here.
func (elsewhere) Taken(context.Context, string) error { return fault.Missing() }

// Address knows of nothing here.
func (elsewhere) Address(context.Context, string, reception.File) (string, error) {
	return "", fault.Missing()
}

// Accept takes nothing here.
func (elsewhere) Accept([]byte) ([]byte, string, error) { return nil, "", fault.Missing() }

// Put keeps nothing here.
func (elsewhere) Put(context.Context, *web.Call, string, string, string, []byte) (reception.AddFile, error) {
	return reception.AddFile{}, fault.Missing()
}

// Get finds nothing here.
func (elsewhere) Get(context.Context, string) ([]byte, error) { return nil, fault.Missing() }

// Sum is that of nothing.
func (elsewhere) Sum([]byte) string { return "" }

// Sheet is made elsewhere.
func (elsewhere) Sheet(context.Context, staff.Act, string) (string, []byte, error) {
	return "", nil, fault.Missing()
}

// Visit is made elsewhere.
func (elsewhere) Visit(context.Context, staff.Act, string) (string, []byte, error) {
	return "", nil, fault.Missing()
}

// Workbook is made elsewhere.
func (elsewhere) Workbook(...paper.Sheet) ([]byte, error) { return nil, fault.Missing() }

// Publishing is shown elsewhere.
func (elsewhere) Publishing(context.Context, staff.Act, string, string) (web.PublishForm, error) {
	return web.PublishForm{}, fault.Missing()
}
