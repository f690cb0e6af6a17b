package reception

import (
	"slices"

	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// face is what the head of a page shows of a reception, and what its reader may do.
func (t *turn) face() View {
	h := &t.Head
	v := View{ID: t.id(), Number: h.Number, Version: t.Version(), State: h.State, Stages: t.stages(t.policy, t.act.At), Flags: t.flags(),
		Policy: h.Policy, PolicyTitle: t.policy.Words.Map(), Level: new(LevelView(h.Level)), Customer: h.Customer, Start: t.Local(h.Start),
		End: t.Local(h.End), Applicant: t.ref(h.Applicant), Department: t.department(h.Department), Owner: t.nowadays(h.Owner),
		Specialist: t.nowadays(h.Specialist), Returned: h.Returned, Reason: h.Reason, Revision: h.Revision, Hash: h.Hash,
		Approvals: []ApprovalView{}, Exceptions: []ExceptionView{}, Tasks: []TaskView{}, Due: []DueView{}, Mails: []MailView{},
		History: []HistoryLine{}, Actions: t.actions()}
	for _, s := range v.Stages {
		if s.State == stageNow {
			v.Stage = s.ID
		}
	}
	return v
}

// view is the reception as the actor may see it, without its history.
func (t *turn) view() View {
	h, v := &t.Head, t.face()
	v.Approvals, v.Exceptions, v.Tasks, v.Due = t.approvalViews(), t.exceptionViews(), t.taskViews(), t.due()
	v.Levels = levelChoices(t.policy)
	v.Application = new(t.application())
	if h.State == Draft || h.State == Submitted {
		v.Outlook = new(t.outlook(t.gate()))
	}
	if h.State != Draft {
		v.Tips, v.Papers = t.tips(), t.paperViews()
	}
	t.viewPlan(&v)
	t.viewAfter(&v)
	v.Left = t.left()
	return v
}

// left are the specialist and the owner, where they have left while there is
// something to do.
func (t *turn) left() (list []LeftRole) {
	if !t.Head.State.Alive() {
		return nil
	}
	for _, x := range []struct{ role, person string }{{"specialist", t.Head.Specialist}, {"owner", t.Head.Owner}} {
		p := t.company.Person(x.person)
		if p == nil || p.Active() {
			continue
		}
		gone := LeftRole{Role: x.role, Person: t.ref(x.person)}
		if next := t.company.Present(x.person); next != nil {
			gone.Now = new(t.ref(next.ID))
		}
		list = append(list, gone)
	}
	return list
}

// levelChoices are the levels of a policy that has any.
func levelChoices(p *policy.Policy) (list []LevelChoice) {
	for _, d := range p.Decisions {
		if d.ID != "level" {
			continue
		}
		for _, c := range d.Type.Choices {
			list = append(list, LevelChoice{c.ID, c.Words.Map()})
		}
	}
	return list
}

// viewPlan adds the sheet, once the application is accepted.
func (t *turn) viewPlan(v *View) {
	if t.Head.Moments["accepted"].IsZero() {
		return
	}
	v.Plan = new(t.planSeen())
	switch t.Head.State {
	case Planning, Review, Preparing, Visiting:
		v.Readiness = new(t.readiness(string(t.act.Lang)))
	case Closing: // ready to be filed, or why not
		reasons := t.closable(t.policy, t.act.Lang)
		v.Readiness = &Readiness{Go: len(reasons) == 0, Reasons: reasons}
	}
}

// planSeen is the sheet as the actor may see it: what things cost and who eats
// what are not everybody's.
func (t *turn) planSeen() PlanView {
	v := t.planView()
	if !t.seesMoney() {
		v.withoutMoney()
	}
	if v.Totals != nil && !t.actsOnDiets() {
		v.Totals.Diets = nil
	}
	return v
}

// viewAfter adds what is written during and after the visit, each part to
// those who may read it.
func (t *turn) viewAfter(v *View) {
	if t.seesMoney() && (len(t.Money.Expenses) > 0 || t.Money.State != "" || t.Head.State == Closing || t.Head.State == Archived) {
		v.Money = t.moneyView()
	}
	if t.readsMinutes() && t.Minutes.Revision > 0 {
		v.Minutes = new(t.minutesView())
	}
	if (t.Summary != (Summary{}) || t.summaryDue() != nil) && t.readsSummary() {
		v.Summary = new(t.summaryView())
	}
	for _, c := range t.Cases {
		v.Incidents = append(v.Incidents, *c)
	}
	v.Files = t.files()
}

// flags are what a reader should notice first.
func (t *turn) flags() []string {
	flags := []string{}
	for _, f := range []struct {
		name string
		is   bool
	}{{"urgent", t.Head.Urgent}, {"late", t.Head.Late}, {"at_risk", t.Head.AtRisk}, {"returned", t.Head.Returned != nil}} {
		if f.is {
			flags = append(flags, f.name)
		}
	}
	return flags
}

// maybe names a person who may not have been named yet.
func (t *turn) maybe(id string) *Ref {
	if id == "" {
		return nil
	}
	return new(t.ref(id))
}

// nowadays is a person, or who took over from him when he left; nil for none.
func (t *turn) nowadays(id string) *Ref {
	if p := t.company.Present(id); p != nil {
		id = p.ID
	}
	return t.maybe(id)
}

// department names a department in the reader's language.
func (t *turn) department(id string) Ref {
	if d := t.company.Department(id); d != nil {
		return Ref{ID: id, Name: d.Called(t.act.Lang)}
	}
	return Ref{ID: id, Name: id}
}

// application is the application with the phones and diets of those guests
// whom the actor looks after.
func (t *turn) application() ApplicationView {
	phones, diets := t.actsOnPhones(), t.actsOnDiets()
	v := t.applicationView(phones || diets)
	for i := range v.Guests {
		if !phones {
			v.Guests[i].Phone, v.Guests[i].Email = "", ""
		}
		if !diets {
			v.Guests[i].Diet = ""
		}
	}
	return v
}

// actsOnPhones says whether the actor calls or meets guests: applicant,
// specialist, owner, office, and who has a call or a ride among his tasks.
func (t *turn) actsOnPhones() bool {
	return mayChange(t) || t.hasTask(func(k *Task) bool {
		it := t.Item(k.Item)
		return k.Call != "" || it != nil && (it.Kind == "pickup" || it.Kind == "see-off" || it.Kind == "lodging")
	})
}

// actsOnDiets says whether the actor feeds or lodges guests: besides those who
// arrange, who has a meal or a lodging among his tasks.
func (t *turn) actsOnDiets() bool {
	return mayChange(t) || t.hasTask(t.feeds)
}

// hasTask says whether the actor owes a task that fits, himself or for another.
func (t *turn) hasTask(fits func(*Task) bool) bool {
	return slices.ContainsFunc(t.Tasks(), func(k *Task) bool {
		return k.State != TaskDropped && t.actsFor(k.Owner, SubjectTask) && fits(k)
	})
}

// readsMinutes says whether the actor may read what was said: who records,
// the heads of the department, directors, who took part in the visit, and who
// owes a promise.
func (t *turn) readsMinutes() bool {
	return mayRecord(t) || t.is(staff.Director, staff.GM) || t.company.Heads(t.act.By, t.Head.Department) || t.onTheDay(t.act.By) ||
		slices.ContainsFunc(t.Minutes.Promises, func(p Promise) bool { return t.actsFor(p.Owner, "") })
}

// readsSummary is readsMinutes and the summary's readers by the policy.
func (t *turn) readsSummary() bool {
	return t.readsMinutes() || slices.Contains(t.summaryReaders(), t.act.By)
}

// withoutMoney takes what things cost out of the sheet.
func (p *PlanView) withoutMoney() {
	none := policy.Money{}
	p.Caps = []CapView{}
	p.Lodging, p.Meals, p.Entertainment, p.Gifts = slices.Clone(p.Lodging), slices.Clone(p.Meals), slices.Clone(p.Entertainment), slices.Clone(p.Gifts)
	for i := range p.Lodging {
		p.Lodging[i].Rate = none
	}
	for i := range p.Meals {
		p.Meals[i].Amount = none
	}
	for i := range p.Entertainment {
		p.Entertainment[i].Amount = none
	}
	for i := range p.Gifts {
		p.Gifts[i].Amount = none
	}
}

// moneyView is the money against its caps.
func (t *turn) moneyView() *MoneyView {
	claimed, allowed := t.Money.Totals()
	v := &MoneyView{State: t.Money.State, Expenses: list(t.Money.Expenses), Signatures: list(t.Money.Signatures), Claimed: claimed,
		Allowed: allowed, Caps: []CapView{}, Comment: t.Money.Comment}
	if !t.Head.Moments["accepted"].IsZero() {
		v.Caps = t.planCaps(t.outcome(t.gate()))
	}
	return v
}
