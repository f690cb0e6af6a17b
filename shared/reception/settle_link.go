package reception

import (
	"context"
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// SettlementLink is the settlement as the mailed link shows it to the one who
// is to sign. A link of somebody who signs no more says who does.
func (s *Service) SettlementLink(ctx context.Context, act staff.Act, link LinkRef) (LinkView, error) {
	t, err := s.asSystem(ctx, act, link.Reception)
	if err != nil {
		return LinkView{}, err
	}
	switch {
	case t.company.Person(link.Person) == nil:
		return LinkView{}, fault.Missing()
	case t.knows(VerbSettle) && t.seesMoney():
		return t.settlementLink(link), nil
	}
	v := t.nowWith(link, append(t.signers(t.nextSignature()), link.Person))
	if d := t.signature(link.Person); d != nil {
		v.State, v.NowWith, v.Decided = LinkUsed, nil, d
	}
	return v, nil
}

// signature is what decides a settlement's link: its person's own signature or,
// once all have signed, the last one.
func (t *turn) signature(person string) (d *Decided) {
	for _, s := range t.Money.Signatures {
		if s.By == person || t.Money.State == MoneySigned {
			d = &Decided{By: t.ref(s.By), At: t.Local(s.At)}
		}
	}
	return d
}

// signers are those whose signature is next.
func (t *turn) signers(step string) []string {
	switch {
	case t.Money.State != MoneySubmitted:
		return nil
	case step == signOwner:
		return one(t.standIn(t.Head.Owner, SubjectSettlement))
	}
	return t.financePeople()
}

// NextSignature is whose signature the settlement waits for: owner or finance;
// empty while it waits for none.
func (b *Brief) NextSignature() string {
	if b.Money.State != MoneySubmitted {
		return ""
	}
	return b.nextSignature()
}

// MaySign says whether the next signature is asked of a person.
func (b *Brief) MaySign(person string) bool {
	return slices.Contains(b.turn.signers(b.nextSignature()), person)
}

// settlementLink says where the settlement stands for this person: open while
// the next signature is his, used when he has signed or it is over, stale when
// it was handed in anew since the link was mailed.
func (t *turn) settlementLink(link LinkRef) LinkView {
	v := LinkView{Purpose: "settlement", Person: t.ref(t.act.By), Reception: t.Head.Number, Revision: t.Head.Revision,
		Questions: []LinkQuestion{}, Changes: []Change{}, State: LinkStale, Lapsed: LapsedGone, Money: t.moneyView(), Contact: t.contact()}
	signed := t.signature(t.act.By)
	switch {
	case link.Revision != t.Money.Round:
		v.Lapsed = LapsedNewer
	case t.Money.State == MoneySubmitted && t.maySign(t.nextSignature()):
		v.State, v.Lapsed = LinkOpen, ""
	case signed != nil:
		v.State, v.Lapsed, v.Decided = LinkUsed, "", signed
	}
	return v
}

// AnswerSettlement signs or returns the settlement from its link: Do (or
// Decision) is sign or return.
func (s *Service) AnswerSettlement(ctx context.Context, act staff.Act, link LinkRef, c AnswerLink) (LinkView, error) {
	do := c.Do
	if do == "" {
		do = c.Decision
	}
	if do != "sign" && do != "return" {
		return LinkView{}, fault.Field("/do", "invalid", do)
	}
	settle := Settle{Do: do, Comment: c.Comment}
	cmd := command{verb: VerbSettle, r: link.Reception, version: anyVersion, body: settle, allowed: func(t *turn) bool { return t.seesMoney() }}
	return run(ctx, s, act, cmd, func(t *turn) (func() LinkView, error) {
		if v := t.settlementLink(link); v.State != LinkOpen {
			return nil, v.Refusal(act.Lang, t.Local(act.At))
		}
		if err := t.settleMoney(settle); err != nil {
			return nil, err
		}
		return func() LinkView { return t.settlementLink(link) }, nil
	})
}
