package reception

import (
	"slices"

	"yingbin/shared/staff"
)

// actions are the verbs that the actor may use now, in the order of a life.
func (t *turn) actions() []string {
	list := []string{}
	for _, a := range []struct {
		verb Verb
		may  func(*turn) bool
	}{{VerbEdit, mayApply}, {VerbSubmit, mayApply}, {VerbWithdraw, mayApply}, {VerbAccept, mayOffice}, {VerbReturn, mayOffice},
		{VerbDecline, mayOffice}, {VerbPlan, mayArrange}, {VerbException, mayChange}, {VerbPublish, mayArrange}, {VerbReview, mayDecide},
		{VerbTask, owesTask}, {VerbMove, mayChange}, {VerbCancel, mayChange}, {VerbGuests, mayChange}, {VerbCheckin, mayReceive},
		{VerbDelay, mayRecord}, {VerbIncident, mayRecord}, {VerbMinutes, mayRecord}, {VerbSummary, maySummarise}, {VerbExpense, maySpendNow},
		{VerbSettle, maySettle}, {VerbFiles, mayFile}} {
		if t.Head.State.May(a.verb) && a.may(t) {
			list = append(list, string(a.verb))
		}
	}
	return list
}

// mayDecide says whether a review or an exception waits for the actor.
func mayDecide(t *turn) bool {
	return slices.ContainsFunc(t.Asks, func(a *Ask) bool {
		return a.State == AskOpen && subjectOf(a.Subject) == SubjectReview && t.mayAnswer(a, t.act.By)
	})
}

// owesTask says whether a task is open that the actor may do.
func owesTask(t *turn) bool {
	return slices.ContainsFunc(t.Tasks(), func(k *Task) bool {
		open := k.State == TaskAsked || k.State == TaskOverdue || k.State == TaskWaiting
		return open && (t.actsFor(k.Owner, SubjectTask) || mayArrange(t))
	})
}

// maySpendNow is maySpend while the settlement is open.
func maySpendNow(t *turn) bool {
	return maySpend(t) && t.Money.State != MoneySubmitted && t.Money.State != MoneySigned
}

// maySettle says whether a step of the settlement is the actor's.
func maySettle(t *turn) bool {
	switch t.Money.State {
	case MoneySubmitted:
		return t.maySign(t.nextSignature()) || t.is(staff.Finance)
	case MoneySigned:
		return false
	}
	return mayRecord(t)
}
