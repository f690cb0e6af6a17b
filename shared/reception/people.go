package reception

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/staff"
)

// The subjects that a delegation may be limited to.
const (
	SubjectReview     = "review"
	SubjectException  = "exception"
	SubjectSettlement = "settlement"
	SubjectTask       = "task"
)

// seesAll are the roles that see every submitted reception; finance sees them
// for their money.
var seesAll = []staff.Role{staff.Office, staff.Director, staff.GM, staff.Finance}

// SeesAll says whether a person sees every submitted reception, whosever it is.
func SeesAll(p *staff.Person) bool { return p.Has(seesAll...) }

// visible says whether a person may see this reception: applicant, specialist,
// owner, approvers, people with a task, the heads of his department, office,
// directors, general manager and finance. A draft is its applicant's alone.
func (r *Reception) visible(c *staff.Company, person string, at time.Time) bool {
	if r.byLink(person) {
		return true
	}
	p := c.Person(person)
	if p == nil || !p.Active() {
		return false
	}
	if r.isApplicant(c, person) {
		return true
	}
	if r.Head.Number == "" {
		return false
	}
	return SeesAll(p) || c.Heads(person, r.Head.Department) || r.takesPart(c, person, at) || r.settles(c, person, at)
}

// settles says whether a person answers for finance, himself or for somebody
// absent, once there is a settlement.
func (r *Reception) settles(c *staff.Company, person string, at time.Time) bool {
	return r.Money.State != "" && c.ActsAs(person, staff.Finance, SubjectSettlement, at)
}

// byLink says whether the actor is a guest or a driver of this reception: such
// an actor comes from a verified link only, never from a session.
func (r *Reception) byLink(person string) bool {
	return r.Guest(person) != nil || slices.ContainsFunc(r.Plan.Vehicles, func(v Vehicle) bool { return v.DrivenBy(person) })
}

// isApplicant says whether a person is the applicant, or his successor.
func (r *Reception) isApplicant(c *staff.Company, person string) bool {
	p := c.Present(r.Head.Applicant)
	return r.Head.Applicant == person || p != nil && p.ID == person
}

// takesPart says whether a person has something to do here, himself or for
// somebody absent.
func (r *Reception) takesPart(c *staff.Company, person string, at time.Time) bool {
	for _, id := range []string{r.Head.Owner, r.Head.Specialist} {
		if id != "" && c.MayActFor(person, id, "", at) {
			return true
		}
	}
	for _, a := range r.Asks {
		if c.MayActFor(person, a.Person, subjectOf(a.Subject), at) {
			return true
		}
	}
	for _, t := range r.Tasks() {
		if t.State != TaskDropped && c.MayActFor(person, t.Owner, SubjectTask, at) || r.headsTask(c, person, t) {
			return true
		}
	}
	return r.onTheDay(person)
}

// headsTask says whether a task falls to a department that the person heads.
func (r *Reception) headsTask(c *staff.Company, person string, t *Task) bool {
	owner := c.Person(t.Owner)
	return owner != nil && t.State != TaskDropped && owner.Department != "" && c.Heads(person, owner.Department)
}

// onTheDay says whether a person stands in the itinerary or holds a role.
func (r *Reception) onTheDay(person string) bool {
	holds := func(list []Assigned) bool {
		return slices.ContainsFunc(list, func(a Assigned) bool { return a.Staff == person })
	}
	return holds(r.Plan.People) || slices.ContainsFunc(r.Items, func(it Item) bool { return holds(it.People) })
}

// subjectOf gives what a delegation covers of an ask's subject "review:…".
func subjectOf(subject string) string {
	kind, _, _ := strings.Cut(subject, ":")
	return kind
}

// is says whether the actor has one of the roles.
func (t *turn) is(roles ...staff.Role) bool {
	p := t.company.Person(t.act.By)
	return p != nil && p.Has(roles...)
}

// actsFor says whether the actor is a person, or stands in for him.
func (t *turn) actsFor(person, subject string) bool {
	return person != "" && t.company.MayActFor(t.act.By, person, subject, t.act.At)
}

// The predicates that commands name as allowed.

func mayApply(t *turn) bool  { return t.isApplicant(t.company, t.act.By) }
func mayOffice(t *turn) bool { return t.is(staff.Office) }

// mayArrange is the office and the specialist, who plan and prepare.
func mayArrange(t *turn) bool {
	return t.is(staff.Office) || t.actsFor(t.Head.Specialist, "") || t.actsFor(t.Head.Owner, "")
}

// mayChange is who may move, cancel or change the party: the applicant and
// those who arrange.
func mayChange(t *turn) bool { return mayApply(t) || mayArrange(t) }

// hosts are the people of the reception who receive guests: whom the plan names
// for the whole visit, otherwise for its items, otherwise the specialist.
func (r *Reception) hosts() []string {
	list := withRole(nil, r.Plan.People, "host")
	if len(list) == 0 {
		for _, it := range r.Items {
			list = withRole(list, it.People, "host")
		}
	}
	if len(list) == 0 && r.Head.Specialist != "" {
		list = append(list, r.Head.Specialist)
	}
	return list
}

// withRole adds those of some people who have a role, each once.
func withRole(list []string, people []Assigned, role string) []string {
	for _, p := range people {
		if p.Role == role && p.Staff != "" && !slices.Contains(list, p.Staff) {
			list = append(list, p.Staff)
		}
	}
	return list
}

// hosting says whether the actor is a host of the visit or of one of its items.
func (t *turn) hosting() bool {
	return slices.Contains(t.hosts(), t.act.By) || slices.ContainsFunc(t.Items, func(it Item) bool {
		return slices.Contains(withRole(nil, it.People, "host"), t.act.By)
	})
}

// mayReceive is the gate and everybody who receives guests on the day.
func mayReceive(t *turn) bool {
	return t.is(staff.Gate) || mayArrange(t) || t.hosting()
}

// mayRecord is who writes down what happened: applicant, specialist, owner, office, hosts.
func mayRecord(t *turn) bool { return mayChange(t) || t.hosting() }

// ref names a person for answers: of the company, a guest, or a driver.
func (t *turn) ref(id string) Ref {
	if id == "" {
		return Ref{}
	}
	if p := t.company.Person(id); p != nil {
		return Ref{ID: p.ID, Name: p.Called(t.act.Lang)}
	}
	if t.Reception != nil {
		if g := t.Guest(id); g != nil {
			return Ref{ID: id, Name: g.Name}
		}
		for _, v := range t.Plan.Vehicles {
			if v.DrivenBy(id) && v.Driver.Name != "" {
				return Ref{ID: id, Name: v.Driver.Name}
			}
		}
	}
	return Ref{ID: id, Name: id}
}

// named fills in the names of assigned people.
func (t *turn) named(list []Assigned) []Assigned {
	out := slices.Clone(list)
	for i := range out {
		out[i].Name = t.ref(out[i].Staff).Name
	}
	return out
}
