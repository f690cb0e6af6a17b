package web

import (
	"context"
	"reflect"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// ParsedText is POST /receptions/guests/parse: a list pasted from a sheet.
type ParsedText struct {
	Text string `json:"text" req:"true" max:"100000"`
}

// applyRoutes are the application's.
func (s *Services) applyRoutes() []Route {
	r := s.Receptions
	return []Route{
		Post("/receptions/evaluate", "evaluate", "apply", SignedIn, func(c *Call, a reception.Application) (reception.Outlook, error) {
			return r.Evaluate(c.Context(), c.Act(), a)
		}).Plainly(),
		Post("/receptions", "apply", "apply", SignedIn, func(c *Call, a reception.Application) (reception.DraftAnswer, error) {
			return r.Create(c.Context(), c.Act(), a)
		}).On("/receptions/new").Created(func(_ *Call, v any) string { return "/receptions/" + v.(reception.DraftAnswer).ID }),
		Post("/receptions/guests/parse", "parse-guests", "apply", SignedIn, func(_ *Call, t ParsedText) (reception.Paste, error) {
			return reception.ParseGuests(t.Text), nil
		}).Plainly(),
		command("application", "application", "apply", r.EditApplication),
		command("submit", "submit", "apply", r.Submit),
		command("withdraw", "withdraw", "apply", r.Withdraw),
		command("accept", "accept", "plan", r.Accept),
		command("return", "return", "plan", r.Return),
		command("decline", "decline", "plan", r.Decline),
	}
}

// planRoutes are the sheet's and its review's.
func (s *Services) planRoutes() []Route {
	r := s.Receptions
	return []Route{
		reading("plan", "plan", "plan", r.Plan),
		command("plan", "edit-plan", "plan", r.EditPlan).On("/receptions/{r}/plan").To(onReception("/plan")),
		command("exceptions", "ask-exception", "plan", r.AskException),
		Post("/receptions/{r}/exceptions/{e}/decide", "decide-exception", "review", SignedIn,
			func(c *Call, cmd reception.DecideException) (reception.ExceptionAnswer, error) {
				return r.DecideException(c.Context(), c.Act(), c.Path("r"), c.Path("e"), cmd)
			}).On("/receptions/{r}").To(onReception("")),
		command("publish", "publish", "plan", r.Publish),
		command("review", "review", "review", r.Review),
	}
}

// dayRoutes are those of the preparation, the day itself and changes before it.
func (s *Services) dayRoutes() []Route {
	r := s.Receptions
	return []Route{
		Post("/receptions/{r}/tasks/{t}", "task", "prepare", SignedIn, func(c *Call, cmd reception.DoTask) (reception.TaskAnswer, error) {
			return r.DoTask(c.Context(), c.Act(), c.Path("r"), c.Path("t"), cmd)
		}).On("/receptions/{r}").To(onReception("")),
		command("move", "move", "plan", r.Move),
		command("cancel", "cancel", "plan", r.Cancel),
		command("guests", "guests", "plan", r.EditGuests),
		command("checkins", "checkins", "welcome", r.Checkin).To(func(*Call, any) string { return "/today" }),
		Get("/today", "today", "welcome", SignedIn, func(c *Call) (reception.Board, error) {
			return r.Board(c.Context(), c.Act(), c.Ask("date"))
		}).Asks(Param{"date", "date", "another day"}),
		command("delay", "delay", "welcome", r.Delay),
		command("incidents", "incident", "welcome", r.ReportIncident),
	}
}

// afterRoutes are what is recorded of a visit.
func (s *Services) afterRoutes() []Route {
	r := s.Receptions
	return []Route{
		Get("/receptions/{r}", "reception", "apply", SignedIn, func(c *Call) (reception.View, error) {
			return r.View(c.Context(), c.Act(), c.Path("r"))
		}),
		Get("/receptions/{r}/history", "history", "apply", SignedIn, s.history).Asks(listParams()[1]),
		reading("minutes", "minutes", "welcome", r.ReadMinutes),
		command("minutes", "edit-minutes", "welcome", r.WriteMinutes).On("/receptions/{r}/minutes").To(onReception("/minutes")),
		command("summary", "summary", "summarize", r.WriteSummary),
		command("expenses", "expense", "settle", r.AddExpense),
		command("settlement", "settlement", "settle", r.Settle),
		reading("survey", "survey", "survey", r.Survey),
	}
}

// history goes on with the history where the reception's page ends.
func (s *Services) history(c *Call) (reception.Page[reception.HistoryLine], error) {
	var p reception.Page[reception.HistoryLine]
	after, err := c.After()
	if err != nil {
		return p, err
	}
	p, err = s.Receptions.History(c.Context(), c.Act(), c.Path("r"), after)
	p.Next = c.Next(p.Next)
	return p, err
}

// command makes the route of a command on a reception. Its form is on the
// reception's page and leads back there.
func command[C, V any](path, name, step string, do func(context.Context, staff.Act, string, C) (V, error)) Route {
	return Post("/receptions/{r}/"+path, name, step, SignedIn, func(c *Call, cmd C) (V, error) {
		return do(c.Context(), c.Act(), c.Path("r"), cmd)
	}).On("/receptions/{r}").To(onReception(""))
}

// reading makes the route of a question about a reception.
func reading[V any](path, name, step string, do func(context.Context, staff.Act, string) (V, error)) Route {
	return Get("/receptions/{r}/"+path, name, step, SignedIn, func(c *Call) (V, error) {
		return do(c.Context(), c.Act(), c.Path("r"))
	})
}

// onReception leads a form to a page of its reception.
func onReception(page string) func(*Call, any) string {
	return func(c *Call, _ any) string { return "/receptions/" + c.Path("r") + page }
}

// later makes a route that is named in the interface and not built yet: it
// describes itself and answers not-implemented.
func later[C, V any](method, pattern, name, step string, access Access) Route {
	r := Route{Method: method, Pattern: pattern, Name: name, Step: step, Access: access, Page: name, View: reflect.TypeFor[V](),
		Do: func(*Call) (any, error) { return nil, fault.New(fault.NotReady, "not-implemented") }}
	if method == "POST" {
		r.Command = reflect.TypeFor[C]()
		r.Back = strings.TrimSuffix(pattern, pattern[strings.LastIndexByte(pattern, '/'):])
	}
	return r
}

// missingRoutes are those whose domain part is not there yet.
func missingRoutes() []Route {
	const get = "GET"
	r := "/receptions/{r}"
	return []Route{
		later[Nothing, reception.Page[reception.Listed]](get, "/receptions", "receptions", "apply", SignedIn).Asks(receptionFilters()...),
		later[Nothing, reception.RevisionView](get, r+"/revisions/{n}", "revision", "plan", SignedIn).Asks(Param{"against", "integer", "the revision to compare with"}),
		later[Nothing, reception.Page[reception.TaskView]](get, "/tasks", "tasks", "prepare", SignedIn).Asks(taskFilters()...),
		later[Nothing, Items[reception.CalendarDay]](get, "/calendar", "calendar", "office", SignedIn).Asks(Param{"from", "date", "first day"}, Param{"to", "date", "last day"}),
		later[Nothing, Nothing](get, r+"/sheet.xlsx", "sheet-xlsx", "plan", SignedIn).Plainly(),
		later[Nothing, Nothing](get, r+"/visit.ics", "visit-ics", "plan", SignedIn).Plainly(),
	}
}

// receptionFilters are what GET /receptions understands.
func receptionFilters() []Param {
	return append(listParams(), Param{"from", "date", "first day; default the month before"}, Param{"to", "date", "last day; at most a year on"},
		Param{"state", "string", "a state"}, Param{"level", "string", "a level"}, Param{"department", "string", "the applicant's"},
		Param{"customer", "string", "id"}, Param{"mine", "boolean", "those I have to do with"}, Param{"q", "string", "number, customer, pinyin"})
}

// taskFilters are what GET /tasks understands.
func taskFilters() []Param {
	return append(listParams(), Param{"mine", "boolean", "mine and those nobody has taken"}, Param{"department", "string", "who owes it"},
		Param{"state", "string", "a state"}, Param{"reception", "string", "number"})
}
