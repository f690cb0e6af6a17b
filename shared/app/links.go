package app

import (
	"context"

	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/token"
)

// links answers mailed links by their purpose.
type links struct{ *reception.Service }

// errLater is for purposes whose domain part is not there yet.
var errLater = fault.New(fault.NotReady, "not-implemented")

// OpenLink shows what a link is for.
func (s links) OpenLink(ctx context.Context, act staff.Act, l reception.LinkRef, expired bool) (v reception.LinkView, err error) {
	switch l.Purpose {
	case token.ForSurvey:
		v, err = s.SurveyLink(ctx, act, l.Reception, l.Person)
	case token.ForSettlement:
		v, err = s.SettlementLink(ctx, act, l.Reception)
	default:
		return v, errLater
	}
	if expired && v.State == "open" {
		v.State = "expired"
	}
	return v, err
}

// AnswerLink acts for the link's person.
func (s links) AnswerLink(ctx context.Context, act staff.Act, l reception.LinkRef, a reception.AnswerLink) (reception.LinkView, error) {
	var err error
	switch l.Purpose {
	case token.ForSurvey:
		return s.AnswerSurvey(ctx, act, l.Reception, l.Person, a)
	case token.ForSettlement:
		return s.AnswerSettlement(ctx, act, l.Reception, a)
	case token.ForReview:
		_, err = s.ReviewByLink(ctx, act, l, reception.Decide{Answers: a.Answers.Review, Comment: a.Comment, Do: a.Do})
	case token.ForException:
		_, err = s.ExceptionByLink(ctx, act, l, reception.DecideException{Decision: a.Decision, Comment: a.Comment})
	default:
		return reception.LinkView{}, errLater
	}
	if err != nil {
		return reception.LinkView{}, err
	}
	return s.OpenLink(ctx, act, l, false)
}
