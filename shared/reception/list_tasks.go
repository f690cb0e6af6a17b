package reception

import (
	"context"
	"encoding/json"
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// Tasks gives the tasks of one reception, or the open work of a department: the
// actor's own unless another is named. With Mine only what he, or somebody he
// stands in for, owes. The earliest due time comes first on each page.
func (s *Service) Tasks(ctx context.Context, act staff.Act, f TaskFilter) (Page[TaskView], error) {
	if f.State != "" && !slices.Contains(taskStates, f.State) {
		return Page[TaskView]{}, fault.Field("/state", "invalid", f.State, inWords(taskStates))
	}
	if f.Reception != "" {
		return s.tasksOf(ctx, act, f)
	}
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return Page[TaskView]{}, err
	}
	p := company.Person(act.By)
	if p == nil {
		return Page[TaskView]{}, fault.New(fault.Forbidden, "forbidden")
	}
	if f.Department != "" && company.Department(f.Department) == nil {
		return Page[TaskView]{}, fault.Field("/department", "unknown-id", f.Department)
	}
	home := f.Department
	if home == "" {
		home = deskOf(p)
	}
	if home != deskOf(p) && !SeesAll(p) && !company.Heads(act.By, home) {
		return Page[TaskView]{}, fault.New(fault.Forbidden, "forbidden")
	}
	w := worker{company: company, act: act, filter: f}
	desks := []string{home}
	if f.Mine && f.Department == "" {
		desks = w.desks()
	}
	return w.page(ctx, s.DB, desks)
}

// page reads desks: one is read in pages by the start of the visits, several
// whole.
func (w worker) page(ctx context.Context, db store.DB, desks []string) (Page[TaskView], error) {
	page := Page[TaskView]{Items: []TaskView{}}
	q := store.Query{Index: store.Desk}
	if len(desks) == 1 {
		q.Limit, q.After = pageLimit(w.filter.Limit), w.filter.After
	}
	for _, q.In = range desks {
		n := 0
		for d, err := range db.Query(ctx, q) {
			if err != nil {
				return page, err
			}
			if n++; n == q.Limit {
				page.Next = d.Cursor()
			}
			tasks, err := w.tasks(d)
			if err != nil {
				return page, err
			}
			page.Items = append(page.Items, tasks...)
		}
	}
	slices.SortStableFunc(page.Items, func(a, b TaskView) int { return compareTimes(a.Due, b.Due) })
	return page, nil
}

// tasksOf are the tasks of one reception, done ones too.
func (s *Service) tasksOf(ctx context.Context, act staff.Act, f TaskFilter) (Page[TaskView], error) {
	t, err := s.look(ctx, act, f.Reception)
	if err != nil {
		return Page[TaskView]{}, err
	}
	w := worker{company: t.company, act: act, filter: f}
	views := t.taskViews()
	slices.SortStableFunc(views, func(a, b TaskView) int { return compareTimes(a.Due, b.Due) })
	return Page[TaskView]{Items: slices.DeleteFunc(views, func(v TaskView) bool {
		return !w.fits(v.Owner.ID, v.State) || f.Department != "" && v.Department != f.Department
	})}, nil
}

// A worker reads desks for one person.
type worker struct {
	company *staff.Company
	act     staff.Act
	filter  TaskFilter
}

// desks are the departments of those for whom the actor works, his own first.
func (w worker) desks() []string {
	var list []string
	for _, id := range w.company.ActsFor(w.act.By, SubjectTask, w.act.At) {
		if home := deskOf(w.company.Person(id)); !slices.Contains(list, home) {
			list = append(list, home)
		}
	}
	return list
}

// fits matches the filters.
func (w worker) fits(owner, state string) bool {
	return (w.filter.State == "" || w.filter.State == state) && (!w.filter.Mine || w.mine(owner))
}

// mine says whether a task is the actor's to do.
func (w worker) mine(owner string) bool {
	return w.company.MayActFor(w.act.By, owner, SubjectTask, w.act.At)
}

// tasks are the tasks of one slip on a desk; other documents have none.
func (w worker) tasks(d store.Doc) ([]TaskView, error) {
	home, ok := slipHome(d.SK)
	if !ok {
		return nil, nil
	}
	var row SlipRow
	if err := json.Unmarshal(d.Row, &row); err != nil {
		return nil, fault.Wrap(fault.Internal, "internal", err)
	}
	if !w.knows(row, home) {
		return nil, nil
	}
	var list []TaskView
	for _, k := range row.Tasks {
		if w.fits(k.Owner, k.State) {
			list = append(list, w.task(row, k, home))
		}
	}
	return list, nil
}

// knows says whether the actor may know of a slip's reception: who sees all,
// who heads the department, and who owes one of its tasks.
func (w worker) knows(row SlipRow, home string) bool {
	p := w.company.Person(w.act.By)
	return p != nil && SeesAll(p) || w.company.Heads(w.act.By, home) ||
		slices.ContainsFunc(row.Tasks, func(k TaskRow) bool { return w.mine(k.Owner) })
}

// task is a task as the desk's Row knows it.
func (w worker) task(row SlipRow, k TaskRow, home string) TaskView {
	v := TaskView{ID: k.ID, Reception: row.Number, Customer: row.Customer, Department: home, Do: i18n.Pick(w.act.Lang, k.Title),
		Owner: Ref{ID: k.Owner, Name: k.Owner}, Phase: k.Phase, State: k.State, Wants: Wants{}, Item: k.Item,
		Provisional: k.Provisional, Version: k.Version}
	if p := w.company.Person(k.Owner); p != nil {
		v.Owner.Name = p.Called(w.act.Lang)
	}
	if !k.Due.IsZero() {
		v.Due = new(k.Due.In(w.company.Zone()))
	}
	for _, ref := range k.Wants {
		v.Wants = append(v.Wants, Want{ref, valueLabel(w.act.Lang, ref)})
	}
	if p := w.company.Person(w.act.By); w.mine(k.Owner) || p != nil && p.Has(staff.Office) {
		v.Actions = taskVerbs(k.State)
	}
	return v
}
