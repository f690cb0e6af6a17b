package policy

import "slices"

// holds evaluates a condition and its exception for a thing.
func (e *evaluator) holds(th *Thing, when, unless When) verdict {
	v := truth(true)
	if len(when) > 0 {
		v = e.any(th, when)
	}
	if len(unless) > 0 && v.is != no {
		v = v.and(e.any(th, unless).not())
	}
	return v
}

// any is the or of the alternatives, each the and of its tests.
func (e *evaluator) any(th *Thing, w When) verdict {
	out := verdict{}
	for _, tests := range w {
		all := truth(true)
		for _, name := range tests.facts() {
			if all = all.and(e.test(th, name, tests[name])); all.is == no {
				break
			}
		}
		if out = out.or(all); out.is == yes {
			break
		}
	}
	return out
}

// test evaluates one test. None fails every test but missing; unknown is
// open, but for given and missing from the fact's own gate on.
func (e *evaluator) test(th *Thing, name string, t Test) verdict {
	v, waits := e.value(th, name)
	if t.op == opGiven || t.op == opMissing {
		given := e.given(name, v, waits)
		if t.op == opMissing {
			return given.not()
		}
		return given
	}
	switch {
	case v.IsNone():
		return verdict{}
	case !v.Known():
		return waiting(waits...)
	}
	out := verdict{}
	for _, o := range t.each {
		if o.ref != "" {
			d := e.decision(o.ref)
			if !d.Value.Known() {
				out = out.or(waiting(d.waits()...))
				continue
			}
			if d.Value.IsNone() {
				continue
			}
			o.value = &d.Value
		}
		out = out.or(e.compare(name, v, o, t.op))
	}
	switch t.op {
	case opNot:
		return out.not()
	case opOnly:
		return e.only(v, t)
	}
	return out
}

// given tells whether there is a value; an unknown one is missing from its
// gate on and open before.
func (e *evaluator) given(name string, v Value, waits []string) verdict {
	if v.Known() {
		return truth(v.Given())
	}
	if d, ok := e.p.index.decisions[name]; ok && d != nil {
		return waiting(waits...)
	}
	if !e.at.Before(e.gateOf(name)) {
		return verdict{}
	}
	return waiting(name)
}

// gateOf is the gate from which on a fact that nobody stated is missing.
// Status facts are missing when somebody asks for them.
func (e *evaluator) gateOf(name string) Gate {
	if f, ok := e.p.index.fields[name]; ok && f != nil {
		return e.p.fieldGate(name)
	}
	if f, ok := registered()[name]; ok {
		return f.Gate
	}
	return e.gate
}

// compare compares a value with one operand.
func (e *evaluator) compare(name string, v Value, o operand, by op) verdict {
	if by == opIn || by == opNot || by == opOnly {
		return truth(e.equals(v, o))
	}
	c, ok := e.order(name, v, o)
	if !ok {
		return waiting(name)
	}
	switch by {
	case opLess:
		return truth(c < 0)
	case opAtMost:
		return truth(c <= 0)
	case opMore:
		return truth(c > 0)
	}
	return truth(c >= 0)
}

// equals tells whether a value is the operand, or a set has it.
func (e *evaluator) equals(v Value, o operand) bool {
	if d := o.value; d != nil {
		if d.form == set || v.form == set || d.form == text {
			return slices.ContainsFunc(d.Strings(), func(s string) bool { return slices.Contains(v.Strings(), s) })
		}
		c, ok := e.order("", v, o)
		return ok && c == 0 || v.Equal(*d)
	}
	switch v.form {
	case text:
		return v.str == o.text
	case set:
		return slices.Contains(v.set, o.text)
	case yesNo:
		return o.text == "true" && v.num == 1 || o.text == "false" && v.num == 0
	}
	c, ok := e.order("", v, o)
	return ok && c == 0
}

// only tells whether every element of a set is one of the operands.
func (e *evaluator) only(v Value, t Test) verdict {
	elements := v.Strings()
	if v.form != set && v.form != text {
		elements = []string{v.String()}
	}
	out := truth(true)
	for _, s := range elements {
		one := verdict{}
		for _, o := range t.each {
			if o.ref != "" {
				d := e.decision(o.ref)
				if !d.Value.Known() {
					one = one.or(waiting(d.waits()...))
				} else {
					one = one.or(truth(slices.Contains(d.Value.Strings(), s)))
				}
				continue
			}
			one = one.or(truth(s == o.text))
		}
		out = out.and(one)
	}
	return out
}

// order compares a value with an operand of its own type; false when they
// cannot be compared (amounts in two currencies).
func (e *evaluator) order(name string, v Value, o operand) (int, bool) {
	if d := o.value; d != nil {
		o = operand{text: d.str, num: d.num, isNum: d.form == number, span: d.span, isSpan: d.form == length, money: d.money, isMoney: d.form == money}
	}
	switch v.form {
	case number:
		return order(v.num, o.num), o.isNum
	case money:
		return order(v.money.Minor, o.money.Minor), o.isMoney && v.money.Currency == o.money.Currency
	case interval:
		if !o.isSpan {
			return 0, false
		}
		return o.span.Compare(v.at, v.to, e.f.Calendar), true
	case length:
		return compareSpans(v.span, o.span), o.isSpan
	case text:
		f, ok := e.p.Fact(name)
		if !ok {
			return 0, false
		}
		a, b := place(f.Choices, v.str), place(f.Choices, o.text)
		return order(a, b), a >= 0 && b >= 0
	}
	return 0, false
}

// compareSpans compares two spans as written, a day as 24 hours and a
// workday as eight, for want of a place in the calendar.
func compareSpans(a, b Span) int {
	hours := func(s Span) float64 {
		n := float64(s.N)
		switch s.Unit {
		case Minutes:
			return n / 60
		case Days:
			return n * 24
		case Workdays:
			return n * 8
		}
		return n
	}
	return order(hours(a), hours(b))
}
