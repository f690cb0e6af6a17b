package site

import (
	"context"

	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/token"
)

// links answers mailed links by their purpose.
type links struct {
	*reception.Service
	ring *token.Ring
}

// OpenLink shows what a link is for.
func (s links) OpenLink(ctx context.Context, act staff.Act, l reception.LinkRef, expired bool) (v reception.LinkView, err error) {
	switch l.Purpose {
	case token.ForReview:
		v, err = s.ReviewLink(ctx, act, l)
	case token.ForException:
		v, err = s.ExceptionLink(ctx, act, l)
	case token.ForTask:
		v, err = s.TaskLink(ctx, act, l)
	case token.ForGuest:
		v, err = s.GuestLink(ctx, act, l.Reception, l.Person)
	case token.ForSurvey:
		v, err = s.SurveyLink(ctx, act, l.Reception, l.Person)
	case token.ForSettlement:
		v, err = s.SettlementLink(ctx, act, l)
	default:
		return v, fault.Missing()
	}
	if err != nil {
		return v, err
	}
	if expired && v.State == "open" {
		v.State = "expired"
	}
	return s.dressed(v, l), nil
}

// dressed adds the pass to a guest's page.
func (s links) dressed(v reception.LinkView, l reception.LinkRef) reception.LinkView {
	if v.Guest != nil && v.Guest.Passes {
		v.Guest.Pass = s.pass(v, l)
	}
	return v
}

// AnswerLink acts for the link's person. A review, an exception and a guest's
// own data answer with the page read anew: its sheet and its pass are not for
// the receipt of a key. The others know it from what they decided on.
func (s links) AnswerLink(ctx context.Context, act staff.Act, l reception.LinkRef, a reception.AnswerLink) (v reception.LinkView, err error) {
	switch l.Purpose {
	case token.ForReview:
		_, err = s.ReviewByLink(ctx, act, l, reception.Decide{Answers: a.Answers.Review, Comment: a.Comment, Do: a.Do})
	case token.ForException:
		_, err = s.ExceptionByLink(ctx, act, l, a.Verdict())
	case token.ForTask:
		v, err = s.AnswerTask(ctx, act, l, a)
	case token.ForGuest:
		_, err = s.AnswerGuest(ctx, act, l.Reception, l.Person, a)
	case token.ForSurvey:
		v, err = s.AnswerSurvey(ctx, act, l.Reception, l.Person, a)
	case token.ForSettlement:
		v, err = s.AnswerSettlement(ctx, act, l, a)
	default:
		err = fault.Missing()
	}
	if err != nil || v.Purpose != "" {
		return v, err
	}
	return s.OpenLink(ctx, act, l, false)
}

// pass signs what lets the guest in: valid until the day after the visit.
func (s links) pass(v reception.LinkView, l reception.LinkRef) string {
	return s.ring.SignPass(token.Pass{Reception: l.Reception, Guest: l.Person, Until: v.Guest.End.AddDate(0, 0, 1)})
}
