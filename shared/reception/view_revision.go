package reception

import (
	"context"
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// Revision gives a published sheet and, against another revision (0: none),
// what changed from that one to it. Guests have their names as they are today;
// what things cost is there for those who see the money.
func (s *Service) Revision(ctx context.Context, act staff.Act, r string, n, against int) (RevisionView, error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return RevisionView{}, err
	}
	keys := []store.Key{RevisionKey(t.Head.Number, n)}
	if against > 0 && against != n {
		keys = append(keys, RevisionKey(t.Head.Number, against))
	}
	docs, err := s.DB.Get(ctx, keys...)
	if err != nil {
		return RevisionView{}, err
	}
	sheet, hash, err := t.published(docs[0])
	if err != nil {
		return RevisionView{}, err
	}
	v := RevisionView{Revision: n, Hash: hash, Sheet: sheet}
	if against == n {
		v.Changes = []Change{}
	}
	if len(docs) == 2 {
		old, _, err := t.published(docs[1])
		if fault.Is(err, "not-found") {
			return RevisionView{}, fault.Field("/against", "unknown-id", against)
		} else if err != nil {
			return RevisionView{}, err
		}
		v.Changes = Compare(act.Lang, old, sheet, t.thingName)
	}
	return v, nil
}

// published reads a revision as the actor may see it.
func (t *turn) published(d store.Doc) (Sheet, string, error) {
	sheet, hash, err := DecodeRevision(d)
	if err != nil {
		return Sheet{}, "", err
	}
	sheet = t.forReader(sheet)
	if !t.seesMoney() {
		sheet = sheet.withoutMoney()
	}
	return sheet, hash, nil
}

// withoutMoney takes what things cost out of a sheet.
func (s Sheet) withoutMoney() Sheet {
	none := policy.Money{}
	s.Lodging, s.Meals, s.Entertainment, s.Gifts = slices.Clone(s.Lodging), slices.Clone(s.Meals), slices.Clone(s.Entertainment), slices.Clone(s.Gifts)
	for i := range s.Lodging {
		s.Lodging[i].Rate = none
	}
	for i := range s.Meals {
		s.Meals[i].Amount = none
	}
	for i := range s.Entertainment {
		s.Entertainment[i].Amount = none
	}
	for i := range s.Gifts {
		s.Gifts[i].Amount = none
	}
	return s
}
