package reception

import (
	"context"
	"slices"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
)

// GuestLink is a guest's own page: his data, the visit and who meets him,
// nothing of anybody else. The pass is signed by whoever renders the page.
func (s *Service) GuestLink(ctx context.Context, act staff.Act, r, guest string) (LinkView, error) {
	act.By = guest
	t, err := s.look(ctx, act, r)
	if err != nil {
		return LinkView{}, err
	}
	g := t.Guest(guest)
	if g == nil {
		return LinkView{}, fault.Missing()
	}
	return t.guestLink(g), nil
}

// guestLink is the page; it stays editable until the reception is filed.
func (t *turn) guestLink(g *Guest) LinkView {
	t.act.Lang = g.reads(t.act)
	g = new(g.Called(t.act.Lang))
	v := LinkView{Purpose: "guest", Language: string(t.act.Lang), Person: Ref{ID: g.ID, Name: g.Name}, Reception: t.Head.Number, Revision: t.Head.Revision,
		Questions: []LinkQuestion{}, Changes: []Change{}, State: LinkOpen, Guest: t.guestPage(g)}
	if !t.guestMayAnswer() {
		v.State = LinkExpired
	}
	if t.Head.State == Cancelled {
		v.Lapsed = LapsedOver
	}
	return v
}

// reads is the language for a guest: what he chose on this device, else his
// own, else his browser's.
func (g *Guest) reads(act staff.Act) i18n.Lang {
	if act.Chosen || g.Language == "" {
		return act.Lang
	}
	return i18n.Of(g.Language)
}

// guestMayAnswer says whether guests may still change their data: after the
// visit, too, since a permission for photos may be taken back then.
func (t *turn) guestMayAnswer() bool {
	return slices.Contains([]State{Planning, Review, Preparing, Visiting, Closing}, t.Head.State)
}

// guestPage is what a guest may know: items he takes part in, without notes and
// people other than his host.
func (t *turn) guestPage(g *Guest) *GuestPage {
	host := t.host()
	p := &GuestPage{ID: g.ID, Name: g.Name, Position: g.Position, Language: g.Language, Company: t.company.Called(t.act.Lang), Start: t.Local(t.Head.Start), End: t.Local(t.Head.End),
		Place: t.company.Info.Address, Host: host, Items: []Item{}, Diet: g.Diet, Photo: g.Photo, Over: t.Head.State == Closing}
	p.Passes = !p.Over && t.hasPaper("pass")
	if who := t.company.Person(host.ID); who != nil {
		p.HostPhone = who.Phone
	}
	if !t.act.Lang.Chinese() {
		p.PlaceLatin = t.company.Info.AddressLatin
	}
	for _, it := range t.spoken(t.Items) {
		if it.Guests.Has(g.ID) || len(it.Guests.IDs) == 0 {
			p.Items = append(p.Items, Item{ID: it.ID, Kind: it.Kind, Start: t.Local(it.Start), End: t.Local(it.End), Place: it.Place, Title: it.Title})
		}
	}
	return p
}

// AnswerGuest takes what a guest says of himself by his link: diet, photo
// permission, phone, language. It may be changed until the reception is filed.
func (s *Service) AnswerGuest(ctx context.Context, act staff.Act, r, guest string, c AnswerLink) (LinkView, error) {
	act.By = guest
	cmd := command{verb: VerbFiles, r: r, version: anyVersion, body: c}
	return run(ctx, s, act, cmd, func(t *turn) (func() LinkView, error) {
		g := t.Guest(guest)
		if g == nil {
			return nil, fault.Missing()
		}
		if !t.guestMayAnswer() {
			return nil, fault.New(fault.Gone, "link-expired")
		}
		was := *g
		if err := g.answer(c); err != nil {
			return nil, err
		}
		if was == *g {
			return func() LinkView { return t.guestLink(g) }, nil
		}
		t.kind, t.data.Guest = EventGuestAnswered, guest
		t.changes = append(t.changes, event.Change{Field: "/guests/" + guest, Label: "guests"})
		t.changed()
		if t.shown() {
			if err := t.visitOps(); err != nil {
				return nil, err
			}
		}
		return func() LinkView { return t.guestLink(t.Guest(guest)) }, nil
	})
}

// answer takes the fields that were sent.
func (g *Guest) answer(c AnswerLink) error {
	if c.Diet != nil {
		g.Diet = clean(*c.Diet)
	}
	if c.Phone != nil {
		g.Phone = clean(*c.Phone)
	}
	switch c.Photo {
	case "":
	case "yes", "no":
		g.Photo = string(c.Photo)
	default:
		return fault.Field("/photo", "invalid", c.Photo)
	}
	if c.Language != "" {
		if !slices.Contains(i18n.Langs(), i18n.Lang(c.Language)) {
			return fault.Field("/language", "invalid", c.Language)
		}
		g.Language = c.Language
	}
	return nil
}
