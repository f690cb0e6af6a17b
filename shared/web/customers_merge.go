package web

import "yingbin/shared/customer"

// mergeRoutes make one of two records, of customers and of their people.
func (s *Services) mergeRoutes() []Route {
	home := samePlace("/customers/", "c")
	const record, person = "/customers/{c}/merge/{l}", "/customers/{c}/contacts/{k}/merge/{q}"
	return []Route{
		Get("/customers/{c}/history", "customer-history", "customer", SignedIn, kept(s.customerHistory)).Asks(listParams()[1]),
		Get("/customers/{c}/merge", "merge-with", "customer", SignedIn, kept(func(c *Call) (customer.Choosing, error) {
			return s.Customers.Choose(c.Context(), c.Path("c"), c.Ask("q"))
		})).Asks(Param{"q", "string", "name or pinyin of the other record"}),
		Get(record, "compare-customers", "customer", SignedIn, kept(func(c *Call) (customer.Comparison, error) {
			return s.Customers.Compare(c.Context(), c.Path("c"), c.Path("l"), c.At)
		})),
		Post(record, "merge-customers", "customer", SignedIn, keeping(func(c *Call, cmd customer.Merge) (customer.View, error) {
			return s.Customers.Merge(c.Context(), c.Act(), c.Path("c"), c.Path("l"), cmd)
		})).On(record).To(told("merged", home)),
		Post(record+"/undo", "part-customers", "customer", SignedIn, keeping(func(c *Call, cmd customer.UndoMerge) (customer.View, error) {
			return s.Customers.Undo(c.Context(), c.Act(), c.Path("c"), c.Path("l"), cmd)
		})).On("/customers/{c}").To(told("parted", home)),
		Post("/customers/{c}/different/{l}", "tell-apart", "customer", SignedIn, keeping(func(c *Call, cmd customer.TellApart) (customer.View, error) {
			return s.Customers.TellApart(c.Context(), c.Act(), c.Path("c"), c.Path("l"), cmd)
		})).On("/customers/{c}").To(told("told-apart", home)),
		Post("/customers/{c}/different/{l}/undo", "apart-undo", "customer", SignedIn, keeping(func(c *Call, cmd customer.TellApart) (customer.View, error) {
			return s.Customers.UndoApart(c.Context(), c.Act(), c.Path("c"), c.Path("l"), cmd)
		})).On("/customers/{c}").To(told("undo", home)),
		Get(person, "compare-contacts", "customer", SignedIn, kept(func(c *Call) (customer.ContactComparison, error) {
			return s.Customers.CompareContacts(c.Context(), c.Path("c"), c.Path("k"), c.Path("q"))
		})),
		Post(person, "merge-contacts", "customer", SignedIn, keeping(func(c *Call, cmd customer.Merge) (customer.View, error) {
			return s.Customers.MergeContacts(c.Context(), c.Act(), c.Path("c"), c.Path("k"), c.Path("q"), cmd)
		})).On(person).To(told("merged", home)),
		Post(person+"/undo", "part-contacts", "customer", SignedIn, keeping(func(c *Call, cmd customer.UndoMerge) (customer.View, error) {
			return s.Customers.UndoContacts(c.Context(), c.Act(), c.Path("c"), c.Path("k"), c.Path("q"), cmd)
		})).On("/customers/{c}").To(told("parted", home)),
	}
}

// customerHistory tells what happened to a record, newest first.
func (s *Services) customerHistory(c *Call) (customer.Story, error) {
	after, err := c.After()
	if err != nil {
		return customer.Story{}, err
	}
	v, err := s.Customers.History(c.Context(), c.Path("c"), after)
	v.Next = c.Next(v.Next)
	return v, err
}

// kept hides a page from those who do not work with customers.
func kept[V any](do func(*Call) (V, error)) func(*Call) (V, error) {
	return func(c *Call) (v V, err error) {
		if err := c.keeps(); err != nil {
			return v, err
		}
		return do(c)
	}
}

// keeping hides a command from them.
func keeping[C, V any](do func(*Call, C) (V, error)) func(*Call, C) (V, error) {
	return func(c *Call, cmd C) (v V, err error) {
		if err := c.keeps(); err != nil {
			return v, err
		}
		return do(c, cmd)
	}
}

// moving sends whoever asks for a record that was merged to where it is. Nothing
// of the answer is stored by browsers, so that it ends when a merge is undone.
func moving(r Route) Route {
	find := r.Do
	r.Moves = true
	r.Do = func(c *Call) (any, error) {
		v, err := find(c)
		if view, ok := v.(customer.View); ok && err == nil && view.Moved != "" {
			return &Redirect{To: "/customers/" + view.Moved, View: Moved{view.Moved}, Moved: true}, nil
		}
		return v, err
	}
	return r
}

// Moved says where something is by now.
type Moved struct {
	ID string `json:"moved"`
}
