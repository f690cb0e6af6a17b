package app

import (
	"context"

	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// links answers mailed links by their purpose.
type links struct{}

// OpenLink shows what a link is for.
func (links) OpenLink(context.Context, staff.Act, reception.LinkRef, bool) (reception.LinkView, error) {
	return reception.LinkView{}, fault.New(fault.NotReady, "not-implemented")
}

// AnswerLink acts for the link's person.
func (links) AnswerLink(context.Context, staff.Act, reception.LinkRef, reception.AnswerLink) (reception.LinkView, error) {
	return reception.LinkView{}, fault.New(fault.NotReady, "not-implemented")
}
