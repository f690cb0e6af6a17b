package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
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
			return r.Evaluate(c.Context(), c.Act(), unsaid(c, a))
		}).Plainly(),
		Post("/receptions", "apply", "apply", SignedIn, func(c *Call, a reception.Application) (reception.DraftAnswer, error) {
			return r.Create(c.Context(), c.Act(), unsaid(c, a))
		}).On("/receptions/new").Created(drafted),
		Post("/receptions/guests/parse", "parse-guests", "apply", SignedIn, func(c *Call, t ParsedText) (reception.Paste, error) {
			return c.parsed(t.Text), nil
		}).Plainly(),
		command("application", "application", "apply", r.EditApplication).On("/receptions/{r}/application"),
		command("submit", "submit", "apply", r.Submit),
		command("withdraw", "withdraw", "apply", r.Withdraw),
		command("accept", "accept", "plan", r.Accept),
		command("return", "return", "plan", r.Return),
		command("decline", "decline", "plan", r.Decline),
	}
}

// parsed reads a pasted list and says what is wrong in the reader's language.
func (c *Call) parsed(text string) reception.Paste {
	p := reception.ParseGuests(text)
	for i, x := range p.Problems {
		code := x.Code
		if named := code + "-" + x.Column; i18n.Has(c.Lang, "fault."+named) {
			code = named // a column whose values have a form of their own
		}
		p.Problems[i].Message = sentence(c.Lang, code, http.StatusUnprocessableEntity, nil)
	}
	return p
}

// unsaid takes empty texts out of a form's first application: what was left
// empty says nothing yet and may come from the last visit.
func unsaid(c *Call, a reception.Application) reception.Application {
	if !c.Form {
		return a
	}
	if len(a.Guests) == 0 {
		a.Guests = nil // the form always sends its empty rows
	}
	for _, text := range []**string{&a.Site, &a.Purpose, &a.Wishes, &a.Requirements, &a.Questions, &a.UrgentReason} {
		if *text != nil && **text == "" {
			*text = nil
		}
	}
	return a
}

// drafted leads to a new draft; who has begun one after an old reception goes on
// with its form.
func drafted(c *Call, v any) string {
	to := "/receptions/" + v.(reception.DraftAnswer).ID
	if !c.JSON && c.Input.Get("clone_of") != "" {
		to += "/application?done=cloned"
	}
	return to
}

// planRoutes are the sheet's and its review's.
func (s *Services) planRoutes() []Route {
	r := s.Receptions
	return []Route{
		reading("plan", "plan", "plan", r.Plan),
		command("plan", "edit-plan", "plan", r.EditPlan).On("/receptions/{r}/plan/edit").To(onReception("/plan/edit")),
		command("exceptions", "ask-exception", "plan", r.AskException),
		Post("/receptions/{r}/exceptions/{e}/decide", "decide-exception", "review", SignedIn,
			func(c *Call, cmd reception.DecideException) (reception.ExceptionAnswer, error) {
				return r.DecideException(c.Context(), c.Act(), c.Path("r"), c.Path("e"), cmd)
			}).On("/receptions/{r}").To(onReception("")),
		command("publish", "publish", "plan", r.Publish).On("/receptions/{r}/publish").To(published),
		command("review", "review", "review", r.Review),
	}
}

// nextReview leads to the review that waits; where none is left, to the desk.
func nextReview(v reception.NextReview) string {
	if v.Reception == "" {
		return "/?done=reviewed"
	}
	return "/receptions/" + v.Reception + "#do-review"
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
		command("checkins", "checkins", "welcome", r.Checkin).To(afterCheckin),
		Get("/today", "today", "welcome", SignedIn, func(c *Call) (reception.Board, error) {
			return r.Board(c.Context(), c.Act(), c.Ask("date"))
		}).Asks(Param{"date", "date", "another day"}),
		command("delay", "delay", "welcome", r.Delay),
		command("nudge", "nudge", "prepare", r.Nudge).On("/").To(nudged),
		command("incidents", "incident", "welcome", r.ReportIncident),
	}
}

// nudged leads back to the desk and says whether a mail goes out.
func nudged(_ *Call, v any) string {
	switch a := v.(reception.NudgeAnswer); {
	case len(a.Mailed) > 0:
		return "/?done=nudged"
	case a.Nudged != nil:
		return "/?done=nudged-before"
	}
	return "/?done=nudged-nobody"
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

// published leads to the reception and tells how many mails go out.
func published(c *Call, v any) string {
	to := "/receptions/" + c.Path("r") + "?done=publish"
	if a, ok := v.(reception.PublishAnswer); ok {
		to += fmt.Sprintf("&revision=%d&mails=%d", a.Revision, len(a.Recipients))
	}
	return to
}

// onReception leads a form to a page of its reception.
func onReception(page string) func(*Call, any) string {
	return func(c *Call, _ any) string { return "/receptions/" + c.Path("r") + page }
}

// listRoutes are desk, lists and calendar.
func (s *Services) listRoutes() []Route {
	return []Route{
		Get("/", "desk", "office", SignedIn, s.deskPage).Gives(Desk{}),
		Post("/me/tour", "tour", "office", SignedIn, func(c *Call, cmd staff.EndTour) (staff.Personal, error) {
			return s.Staff.EndTour(c.Context(), c.Act(), cmd)
		}).On("/").To(func(*Call, any) string { return "/" }),
		Get("/keys", "keys", "office", SignedIn, func(*Call) (KeyPage, error) { return KeyPage{}, nil }),
		Get("/receptions", "receptions", "apply", SignedIn, s.list).Asks(receptionFilters()...),
		Get("/receptions.xlsx", "receptions-xlsx", "summarize", SignedIn, s.listSheet).Asks(receptionFilters()...).Plainly(),
		Post("/receptions/views", "save-view", "office", SignedIn, func(c *Call, cmd staff.SaveView) (staff.Personal, error) {
			return s.Staff.SaveView(c.Context(), c.Act(), cmd)
		}).On("/receptions").To(toView),
		Get("/receptions/{r}/revisions/{n}", "revision", "plan", SignedIn, s.revision).Asks(Param{"against", "integer", "the revision to compare with"}),
		Get("/tasks", "tasks", "prepare", SignedIn, s.tasks).Asks(taskFilters()...),
		Get("/calendar", "calendar", "office", SignedIn, s.calendar).Asks(Param{"from", "date", "first day"}, Param{"to", "date", "last day"},
			Param{"view", "month|week|day", "instead of from and to"}, Param{"date", "date", "a day of the month or week, or the day; default today"}),
	}
}

// tasks gives work by filters.
func (s *Services) tasks(c *Call) (p reception.Page[reception.TaskView], err error) {
	f := reception.TaskFilter{Mine: c.Flag("mine"), Department: c.Ask("department"), State: c.Ask("state"), Reception: c.Ask("reception")}
	if f.Limit, err = c.Limit(); err != nil {
		return p, err
	}
	if f.After, err = c.After(); err != nil {
		return p, err
	}
	p, err = s.Receptions.Tasks(c.Context(), c.Act(), f)
	p.Next = c.Next(p.Next)
	return p, err
}

// revision gives a published sheet, compared with another where asked.
func (s *Services) revision(c *Call) (reception.RevisionView, error) {
	n, err := strconv.Atoi(c.Path("n"))
	if err != nil {
		return reception.RevisionView{}, fault.Missing()
	}
	against, _ := strconv.Atoi(c.Ask("against"))
	return s.Receptions.Revision(c.Context(), c.Act(), c.Path("r"), n, against)
}

// taskFilters are what GET /tasks understands.
func taskFilters() []Param {
	return append(listParams(), Param{"mine", "boolean", "mine and those nobody has taken"}, Param{"department", "string", "who owes it"},
		Param{"state", "string", "a state"}, Param{"reception", "string", "number"})
}
