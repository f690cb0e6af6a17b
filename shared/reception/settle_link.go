package reception

import (
	"context"

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
	if t.knows(VerbSettle) && t.seesMoney() {
		return t.settlementLink(), nil
	}
	v := t.nowWith(link, append(t.signers(t.nextSignature()), link.Person))
	if t.company.Person(link.Person) == nil || len(v.NowWith) == 0 {
		return LinkView{}, fault.Missing()
	}
	return v, nil
}

// signers are those whose signature is next.
func (t *turn) signers(step string) []string {
	switch {
	case t.Money.State != MoneySubmitted:
		return nil
	case step == signOwner:
		return one(t.Head.Owner)
	}
	return t.financePeople()
}

// settlementLink says where the settlement stands for this person: open while
// the next signature is his, used when he has signed or it is over.
func (t *turn) settlementLink() LinkView {
	v := LinkView{Purpose: "settlement", Person: t.ref(t.act.By), Reception: t.Head.Number, Revision: t.Head.Revision,
		Questions: []LinkQuestion{}, Changes: []Change{}, State: "stale", Money: t.moneyView(), Contact: t.contact()}
	if t.Money.State == MoneySubmitted && t.maySign(t.nextSignature()) {
		v.State = "open"
		return v
	}
	for _, s := range t.Money.Signatures {
		if s.By == t.act.By || t.Money.State == MoneySigned {
			v.State, v.Decided = "used", &Decided{By: t.ref(s.By), At: s.At}
		}
	}
	return v
}

// AnswerSettlement signs or returns the settlement from its link: Do (or
// Decision) is sign or return.
func (s *Service) AnswerSettlement(ctx context.Context, act staff.Act, r string, c AnswerLink) (LinkView, error) {
	do := c.Do
	if do == "" {
		do = c.Decision
	}
	if do != "sign" && do != "return" {
		return LinkView{}, fault.Field("/do", "invalid", do)
	}
	settle := Settle{Do: do, Comment: c.Comment}
	cmd := command{verb: VerbSettle, r: r, version: anyVersion, body: settle, allowed: func(t *turn) bool { return t.seesMoney() }}
	return run(ctx, s, act, cmd, func(t *turn) (func() LinkView, error) {
		if v := t.settlementLink(); v.State == LinkUsed {
			e := fault.New(fault.Conflict, "link-used", v.Decided.By.Name, v.Decided.At)
			e.Extra = map[string]any{"decided": v.Decided}
			return nil, e
		}
		if err := t.settleMoney(settle); err != nil {
			return nil, err
		}
		return t.settlementLink, nil
	})
}
