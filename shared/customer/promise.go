package customer

import (
	"context"
	"strings"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// SettlePromise says that a promise is kept or dropped; by its owner, who
// stands in for him, a head of his department or the office.
type SettlePromise struct {
	Version int64  `json:"version"`
	State   string `json:"state" req:"true" max:"20"` // kept dropped
	Comment string `json:"comment,omitempty" max:"1000"`
}

// Settle settles a promise.
func (s *Service) Settle(ctx context.Context, act staff.Act, id, promise string, cmd SettlePromise) (PromiseView, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return PromiseView{}, err
	}
	do := staff.Command{Route: "customer.promise " + id + " " + promise, Body: cmd}
	do.Need.Keys = []store.Key{headKey(id), promiseKey(id, promise)}
	return staff.Once(ctx, s.DB, act, do, func(_ context.Context, read store.Read) (PromiseView, []store.Op, error) {
		head, doc := read.Docs[headKey(id)], read.Docs[promiseKey(id, promise)]
		if head.Version == 0 || doc.Version == 0 {
			return PromiseView{}, nil, fault.Missing()
		}
		f, err := Open(id, []store.Doc{head, doc})
		if err != nil {
			return PromiseView{}, nil, err
		}
		if f.Head.Into != "" {
			return PromiseView{}, nil, fault.New(fault.Conflict, "merged")
		}
		if err := f.settle(company, act, cmd); err != nil {
			return PromiseView{}, nil, err
		}
		p := PromiseView{f.Promises[0], f.Promises[0].Version + 1}
		_, ops, err := s.commit(f, act, staff.Own(act, do), EventPromise, event.Change{Field: p.ID, New: p.State})
		return p, ops, err
	})
}

// settle changes the one promise of the file.
func (f *File) settle(company *staff.Company, act staff.Act, cmd SettlePromise) error {
	p := &f.Promises[0]
	actor := company.Person(act.By)
	switch {
	case act.By != staff.System && !company.MayActFor(act.By, p.Owner, "promise", act.At) &&
		!company.Heads(act.By, p.Department) && (actor == nil || !actor.Has(staff.Office)):
		return fault.New(fault.Forbidden, "forbidden")
	case p.State != PromiseOpen:
		return fault.New(fault.Conflict, "wrong-state", p.State)
	case cmd.Version != p.Version:
		return fault.Stale(cmd.Version, p.Version)
	case cmd.State != PromiseKept && cmd.State != PromiseDropped:
		return fault.Field("/state", "invalid", cmd.State, PromiseKept+", "+PromiseDropped)
	case cmd.State == PromiseDropped && strings.TrimSpace(cmd.Comment) == "":
		return fault.Field("/comment", "comment-required")
	}
	p.State, p.By, p.At, p.Comment = cmd.State, act.By, act.At, cmd.Comment
	f.touch("PROMISE#" + p.ID)
	return nil
}
