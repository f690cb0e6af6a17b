package page

import (
	"strings"
	"testing"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A task is done on the desk, at once or with what it asks for; all else is
// done where the link leads.
func TestOwedRows(t *testing.T) {
	at := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	task := reception.Owed{What: "task", ID: "screen@i1", Reception: "R-1", Customer: "A&B", Text: "<投屏>", Due: &at, Overdue: true, Version: 3, Start: &at, For: &reception.Ref{Name: "郑凯"}}
	wants := task
	wants.Wants = reception.Wants{{Name: "plate", Label: "车牌"}}
	for name, c := range map[string]struct {
		owed  reception.Owed
		shows []string
		forms int
	}{
		"at once": {task, []string{`<li class="over">`, "A&amp;B · ", "&lt;投屏&gt;", `href="/receptions/R-1#task-screen-i1"`, "· for 郑凯", `<form class="act" method="post" action="/receptions/R-1/tasks/screen@i1">`,
			`name="version" value="3"`, `value="/?done=confirm&amp;undo=R-1%2Fscreen%40i1%2F4"`}, 1},
		"with a value": {wants, []string{`<details class="act">`, `<label for="f-R-1-screen-i1-values-plate">车牌</label>`}, 1},
		"elsewhere":    {reception.Owed{What: "publish", Reception: "R-1", Text: "x"}, []string{"<li>", `href="/receptions/R-1/plan/edit"`}, 0},
		"nowhere":      {reception.Owed{What: "task", Text: "x"}, []string{`href="/"`}, 0},
	} {
		got := string(owedRows(i18n.EN, web.Page{Lang: i18n.EN}, []reception.Owed{c.owed}))
		for _, s := range c.shows {
			if !strings.Contains(got, s) {
				t.Errorf("%s: lacks %s:\n%s", name, s, got)
			}
		}
		if n := strings.Count(got, "<form"); n != c.forms {
			t.Errorf("%s: %d forms, want %d:\n%s", name, n, c.forms, got)
		}
	}
}
