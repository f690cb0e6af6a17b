package web

import (
	"cmp"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/reception"
)

// A ReviewsPage is GET /reviews: what waits for a person's decision; after POST
// /reviews also what became of each that was decided.
type ReviewsPage struct {
	Decided []ReviewOutcome `json:"decided,omitempty"`
	reception.OpenReviews
}

// ReviewMany says yes to several reviews, each as it was seen (POST /reviews).
type ReviewMany struct {
	Reviews []ReviewChoice `json:"reviews" max:"20"`
}

// A ReviewChoice is one of them; without Yes it is left open.
type ReviewChoice struct {
	Yes bool `json:"yes,omitempty"`
	reception.SeenReview
}

// A ReviewOutcome is what became of one: its part is answered, or it is still
// open and Message says why.
type ReviewOutcome struct {
	Reception string     `json:"reception"`
	Subject   string     `json:"subject"`
	Done      bool       `json:"done"`
	Code      string     `json:"code,omitempty"`
	Message   string     `json:"message,omitempty"`
	Version   int64      `json:"version,omitempty"`
	UndoUntil *time.Time `json:"undo_until,omitempty"`
}

// reviewRoutes lead an approver through what waits for him.
func (s *Services) reviewRoutes() []Route {
	return []Route{
		Get("/reviews", "reviews", "review", SignedIn, s.openReviews),
		Post("/reviews", "review-many", "review", SignedIn, s.reviewMany).On("/reviews").Named("reviews").Gives(ReviewsPage{}).Showing(),
		leading(Get("/reviews/next", "next-review", "review", SignedIn, func(c *Call) (reception.NextReview, error) {
			return s.Receptions.NextReview(c.Context(), c.Act())
		}), nextReview).Named("fault"),
	}
}

func (s *Services) openReviews(c *Call) (p ReviewsPage, err error) {
	p.OpenReviews, err = s.Receptions.OpenReviews(c.Context(), c.Act())
	return p, err
}

// reviewMany decides one after the other, each as a command of its own: what
// does not go through stays open and says why. Who is asked none of them is
// refused as for one alone.
func (s *Services) reviewMany(c *Call, cmd ReviewMany) (any, error) {
	var p ReviewsPage
	var refused error
	asked := false
	for _, r := range cmd.Reviews {
		if !r.Yes {
			continue
		}
		out, err := s.reviewSeen(c, r.SeenReview)
		p.Decided = append(p.Decided, out)
		if fault.Is(err, "forbidden") || fault.Is(err, "not-found") {
			refused = cmp.Or(refused, err)
		} else {
			asked = true
		}
	}
	switch {
	case len(p.Decided) == 0:
		return nil, fault.Field("/reviews", "required")
	case !asked:
		return nil, refused
	}
	var err error
	if p.OpenReviews, err = s.Receptions.OpenReviews(c.Context(), c.Act()); err != nil || c.JSON {
		return p, err
	}
	return c.shown(Page{Name: "reviews", View: p})
}

// reviewSeen decides one; its key is the command's own part of the sender's.
func (s *Services) reviewSeen(c *Call, seen reception.SeenReview) (ReviewOutcome, error) {
	act := c.Act()
	if part := strings.Join([]string{seen.Reception, seen.Subject, seen.Person}, " "); act.Key != "" {
		act.Key += " " + part
	} else {
		act.Mark += " " + part
	}
	out := ReviewOutcome{Reception: seen.Reception, Subject: seen.Subject}
	a, err := s.Receptions.ReviewSeen(c.Context(), act, seen)
	if err != nil {
		p := ProblemOf(err, c.Lang)
		if out.Code, out.Message = p.Code, p.Detail; fault.As(err).Kind == fault.Internal {
			c.server.Log.ErrorContext(c.Context(), "review one of several", "error", err)
		}
		return out, err
	}
	out.Done, out.Version, out.UndoUntil = true, a.Version, a.UndoUntil
	return out, nil
}
