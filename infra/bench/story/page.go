package story

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"yingbin/shared/moment"
	"yingbin/shared/token"
	"yingbin/shared/web"
)

// Page reads a page as somebody, through the handler, without a network between.
func (s *Story) Page(ctx context.Context, by, path string) error {
	r := httptest.NewRequestWithContext(moment.With(ctx, s.Now), http.MethodGet, "https://"+Host+path, nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Authorization", "Bearer "+s.Ring.SignSession(token.Session{Staff: by, Issued: s.Now.Add(-time.Hour), Trial: true}))
	w := httptest.NewRecorder()
	s.App.Server.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		return fmt.Errorf("%s as %s: %d", path, by, w.Code)
	}
	return nil
}

// A Sight is a page and somebody who may see it.
type Sight struct{ Pattern, Path, By string }

// Sights are the pages of the route table that the staff see of the reception
// as it is now. Drafts and guests' links are not among them.
func (s *Story) Sights(ctx context.Context) (seen []Sight, err error) {
	v, err := s.view()
	if err != nil {
		return nil, err
	}
	fill := strings.NewReplacer("{r}", s.R, "{n}", "1", "{s}", "sales", "{id}", "envicool", "{c}", v.Application.Customer.ID)
	for _, route := range s.App.Server.Routes() {
		path := fill.Replace(route.Pattern)
		if route.Method != http.MethodGet || route.Page == "" || route.Access < web.SignedIn || strings.Contains(path, "{") {
			continue
		}
		for _, by := range []string{"office", "sales", "gate", "head"} {
			if s.Page(ctx, by, path) == nil {
				seen = append(seen, Sight{route.Pattern, path, by})
				break
			}
		}
	}
	return seen, nil
}
