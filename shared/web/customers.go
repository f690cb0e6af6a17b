package web

import (
	"net/url"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/venue"
)

// customerRoutes are the archive's.
func (s *Services) customerRoutes() []Route {
	return []Route{
		Get("/customers", "customers", "customer", SignedIn, s.customers).Asks(append(listParams(), Param{"q", "string", "name or pinyin"})...),
		Post("/customers", "add-customer", "customer", SignedIn, func(c *Call, cmd customer.Create) (customer.View, error) {
			return s.Customers.Create(c.Context(), c.Act(), cmd)
		}).On("/customers").Created(told("added", func(_ *Call, v any) string { return "/customers/" + v.(customer.View).Customer.ID })),
		moving(Get("/customers/{c}", "customer", "customer", SignedIn, s.customer).Asks(listParams()[1])),
		Post("/customers/{c}", "edit-customer", "customer", SignedIn, func(c *Call, cmd customer.Edit) (v customer.View, err error) {
			if err := c.keeps(); err != nil {
				return v, err
			}
			return s.Customers.Edit(c.Context(), c.Act(), c.Path("c"), cmd)
		}).On("/customers/{c}").To(told("saved", samePlace("/customers/", "c"))),
		Post("/customers/{c}/promises/{p}", "settle-promise", "customer", SignedIn, func(c *Call, cmd customer.SettlePromise) (customer.PromiseView, error) {
			return s.Customers.Settle(c.Context(), c.Act(), c.Path("c"), c.Path("p"), cmd)
		}).On("/customers/{c}").To(told("promise", samePlace("/customers/", "c"))),
		Get("/search", "search", "customer", SignedIn, s.search).Asks(Param{"q", "string", "the beginning of a name, number, phone or address"}, listParams()[1]),
	}
}

// customer shows one with its newest visits, or those after a cursor.
func (s *Services) customer(c *Call) (v customer.View, err error) {
	if err := c.keeps(); err != nil {
		return v, err
	}
	after, err := c.After()
	if err != nil {
		return v, err
	}
	v, err = s.Customers.View(c.Context(), c.Path("c"), after)
	v.Next = c.Next(v.Next)
	return v, err
}

// keeps hides customers and their people from those who do not work with them.
func (c *Call) keeps() error {
	if !customer.Keeps(c.Company, c.Act().By) {
		return fault.Missing()
	}
	return nil
}

// customers lists from A to Z, or what a text finds.
func (s *Services) customers(c *Call) (customer.Page, error) {
	if err := c.keeps(); err != nil {
		return customer.Page{}, err
	}
	limit, err := c.Limit()
	if err != nil {
		return customer.Page{}, err
	}
	after, err := c.After()
	if err != nil {
		return customer.Page{}, err
	}
	p, err := s.Customers.List(c.Context(), c.Ask("q"), limit, after)
	p.Next = c.Next(p.Next)
	return p, err
}

// resourceRoutes are rooms, cars and what else is booked.
func (s *Services) resourceRoutes() []Route {
	back := func(*Call, any) string { return "/resources" }
	return []Route{
		Get("/resources", "resources", "office", SignedIn, s.resources).Asks(listParams()...),
		Post("/resources", "add-resource", "office", SignedIn, func(c *Call, cmd venue.AddResource) (venue.View, error) {
			return s.Venues.Add(c.Context(), c.Act(), cmd)
		}).On("/resources").Created(told("added", back)),
		Post("/resources/{x}", "edit-resource", "office", SignedIn, func(c *Call, cmd venue.EditResource) (venue.View, error) {
			return s.Venues.Edit(c.Context(), c.Act(), c.Path("x"), cmd)
		}).On("/resources").To(told("saved", back)),
		Post("/resources/{x}/blocks", "block", "office", SignedIn, func(c *Call, cmd venue.BlockResource) (venue.Block, error) {
			return s.Venues.Block(c.Context(), c.Act(), c.Path("x"), cmd)
		}).On("/resources").To(func(_ *Call, v any) string { return blocked(v.(venue.Block)) }),
		Post("/resources/{x}/blocks/{b}/drop", "unblock", "office", SignedIn, func(c *Call, cmd venue.BlockResource) (venue.Block, error) {
			return s.Venues.Unblock(c.Context(), c.Act(), c.Path("x"), c.Path("b"), cmd)
		}).On("/resources").To(told("unblock", back)),
	}
}

// A ResourcesPage is GET /resources: what can be booked, and what of it is taken
// outside receptions.
type ResourcesPage struct {
	Items[venue.View]
	Blocks []venue.BlockView `json:"blocks"`
}

// resources lists them; who closed one by mistake opens it again.
func (s *Services) resources(c *Call) (p ResourcesPage, err error) {
	all, err := venue.Of(c.Company)
	if err != nil {
		return p, err
	}
	list := all.Views()
	if c.Who.Has(staff.Admin) {
		list = all.AllViews()
	}
	if p.Items, err = pageOf(c, list); err != nil {
		return p, err
	}
	p.Blocks, err = s.Venues.Blocks(c.Context(), c.Act())
	return p, err
}

// blocked leads to the page that says what was blocked and takes it back.
func blocked(b venue.Block) string {
	return "/resources?" + url.Values{"blocked": {b.ID}, "resource": {b.Resource}, "from": {b.From.Format(time.RFC3339)},
		"to": {b.To.Format(time.RFC3339)}}.Encode()
}

// search finds customers, contacts and the receptions that the reader may see.
func (s *Services) search(c *Call) (reception.Page[reception.SearchHit], error) {
	after, err := c.After()
	if err != nil {
		return reception.Page[reception.SearchHit]{}, err
	}
	p, err := s.Receptions.Search(c.Context(), c.Act(), c.Ask("q"), after)
	p.Next = c.Next(p.Next)
	return p, err
}
