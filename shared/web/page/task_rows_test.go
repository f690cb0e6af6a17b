package page

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// aTask is one with everything on it that people write.
func aTask() reception.TaskView {
	at := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	return reception.TaskView{ID: "screen@i1", Reception: "R-1", Customer: "A&B", Do: "<投屏>", State: "overdue", Owner: reception.Ref{ID: "rd", Name: "郑凯"},
		Due: &at, Version: 3, Provisional: true, Cite: []string{"4.2"}, Actions: []string{"confirm", "decline", "assign"},
		Wants: reception.Wants{{Name: "screen", Label: "屏幕"}}, Values: map[string]string{"screen": `"1"`}, Comment: "</div>"}
}

// What may be done with a task depends on what it asks for and where it shows.
func TestTaskRows(t *testing.T) {
	plain := aTask()
	plain.Wants, plain.Values = nil, nil
	done := aTask()
	done.State, done.Actions = "confirmed", []string{"reopen"}
	all := web.Page{Name: "tasks", Lang: i18n.EN}
	refused := web.Page{Name: "reception", Path: "/receptions/R-1/tasks/screen@i1", Lang: i18n.EN, Input: url.Values{"comment": {"<kept>"}}, Problem: &web.Problem{}}
	for name, c := range map[string]struct {
		page  web.Page
		task  reception.TaskView
		shows []string
		lacks []string
		forms int
	}{
		"of many visits": {all, aTask(), []string{`id="task-R-1-screen-i1"`, `A&amp;B · <a href="/receptions/R-1">`, `屏幕: <span class="pre">&#34;1&#34;</span>`, `&lt;投屏&gt;`, `郑凯 · 4.2`,
			`<div class="quiet pre">&lt;/div&gt;</div>`, `name="values[screen]"`, `value="decline"`, `value="/back"`, `datetime="2026-11-26T09:00:00Z"`, "Ahead of confirmation"}, []string{"<details open", ".quick"}, 2},
		"at once":        {all, plain, []string{`value="confirm">Done</button>`}, nil, 3},
		"finished":       {all, done, []string{`value="reopen"`}, []string{"<details", "<time"}, 1},
		"after an error": {refused, plain, []string{"<details open>", `value="&lt;kept&gt;"`, `id="task-screen-i1"`}, []string{".quick", "A&amp;B"}, 2},
	} {
		got := string(taskRows(i18n.EN, c.page, []reception.TaskView{c.task}, "/back"))
		for _, s := range c.shows {
			if !strings.Contains(got, s) {
				t.Errorf("%s: lacks %s:\n%s", name, s, got)
			}
		}
		for _, s := range c.lacks {
			if strings.Contains(got, s) {
				t.Errorf("%s: has %s:\n%s", name, s, got)
			}
		}
		if n := strings.Count(got, "<form"); n != c.forms {
			t.Errorf("%s: %d forms, want %d:\n%s", name, n, c.forms, got)
		}
	}
}

// A template needs 530 pieces of memory for such a row.
func TestTaskRowsTakeLittle(t *testing.T) {
	tasks := make([]reception.TaskView, 100)
	for i := range tasks {
		tasks[i] = aTask()
	}
	p := web.Page{Name: "tasks", Lang: i18n.ZH}
	if n := testing.AllocsPerRun(10, func() { taskRows(i18n.ZH, p, tasks, "/tasks") }); n > 120*100 {
		t.Errorf("%.0f pieces of memory for a row", n/100)
	}
}
