package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
)

// TestDueMoments prints, for both policies, every moment with its anchor and
// offset, who is told, and to whom it escalates.
func TestDueMoments(t *testing.T) {
	var b strings.Builder
	for _, name := range []string{"envicool", "showroom"} {
		p, err := load.FS(presets.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n%-10s %-24s %-28s %-34s %-32s %s\n", name, "what", "id", "from", "due or upon", "who", "overdue")
		for _, a := range p.Approvals {
			for _, s := range a.Steps {
				momentLine(&b, "approval", a.ID+"/"+s.ID, a.From.String(), fmt.Sprint("within ", written(a.Within), remind(a.Remind)), strings.Join(s.Who, " "), a.Overdue)
			}
		}
		tasksTable(&b, p.Tasks, policy.Task{})
		for _, m := range p.Messages {
			momentLine(&b, m.Via, m.ID, "", m.Upon.String(), strings.Join(m.To, " "), nil)
		}
		b.WriteString("\n")
	}
	const golden = "testdata/moments.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

func momentLine(b *strings.Builder, what, id, from, due, who string, overdue []string) {
	fmt.Fprintf(b, "%s\n", strings.TrimRight(fmt.Sprintf("%-10s %-24s %-28s %-34s %-32s %s", what, id, from, due, who, strings.Join(overdue, " ")), " "))
}

func written(l policy.Literal) string { return strings.Trim(fmt.Sprint(l), "{}") }

// remind lists the reminders of a task or an approval.
func remind(list []policy.Moment) string {
	s := ""
	for _, m := range list {
		s += ", remind " + m.String()
	}
	return s
}

// tasksTable lists tasks; those within a group take its moments and owner.
func tasksTable(b *strings.Builder, list []policy.Task, group policy.Task) {
	for _, k := range list {
		if k.From.IsZero() {
			k.From = group.From
		}
		if k.Due.IsZero() {
			k.Due = group.Due
		}
		if len(k.Owner) == 0 {
			k.Owner = group.Owner
		}
		if len(k.Tasks) > 0 {
			tasksTable(b, k.Tasks, k)
			continue
		}
		each := ""
		if len(k.Each) > 0 {
			each = " each " + strings.Join(k.Each, ",")
		}
		momentLine(b, "task", k.ID+each, k.From.String(), k.Due.String()+remind(k.Remind), strings.Join(k.Owner, " "), k.Overdue)
	}
}

// TestTimePassesTheSameWay lets the same visit pass in one jump, minute by
// minute, and with a restart in the middle: the mails are the same, each once.
func TestTimePassesTheSameWay(t *testing.T) {
	t.Parallel()
	jump := passing(t, []time.Time{site1(25, 13, 0)}, 0)
	var minutes []time.Time
	for at := site1(23, 9, 1); !at.After(site1(25, 13, 0)); at = at.Add(time.Minute) {
		minutes = append(minutes, at)
	}
	if diff := cmp.Diff(jump, passing(t, minutes, 0)); diff != "" {
		t.Errorf("minute by minute: %s", diff)
	}
	var hours []time.Time
	for at := site1(23, 10, 0); !at.After(site1(25, 13, 0)); at = at.Add(time.Hour) {
		hours = append(hours, at)
	}
	if diff := cmp.Diff(jump, passing(t, hours, 20)); diff != "" {
		t.Errorf("with a restart: %s", diff)
	}
	for i := 1; i < len(jump); i++ {
		if jump[i] == jump[i-1] && !strings.HasPrefix(jump[i], "nudge") {
			t.Errorf("twice: %s", jump[i])
		}
	}
}

// site1 is a time in November 2026 at the site.
func site1(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.FixedZone("CST", 8*3600))
}

// passing plays a visit of Tuesday 24 November up to its confirmed sheet on
// Monday, then sets the clock to each time, restarting once; it gives the
// mails from then on, in order of their words.
func passing(t *testing.T, clocks []time.Time, restart int) []string {
	t.Helper()
	o := Options{Trial: true, Data: t.TempDir(), Unsynced: true}
	m := run(t, o)
	post := func(who, path, body string) map[string]any {
		t.Helper()
		_, in := call(t, m, "POST", "/_local/sign-in", fmt.Sprintf(`{"email":"%s@demo.example"}`, who))
		status, answer := call(t, m, "POST", path, body, "Authorization", fmt.Sprint("Bearer ", in["token"]))
		if status > 201 {
			t.Fatal(who, path, status, answer)
		}
		// Wait for the outbox: a step answered before its mail is written gets none.
		if status, late := call(t, m, "GET", "/_local/clock", ""); status != 200 {
			t.Fatal(status, late)
		}
		return answer
	}
	post("sales", "/_local/reset", `{"data":"company","now":"2026-11-23T08:00:00+08:00"}`)
	d := post("sales", "/receptions", `{"policy":"envicool","customer":{"name":"深圳一号","class":"general"},"start":"2026-11-24T09:00:00+08:00",
		"end":"2026-11-24T17:00:00+08:00","purpose":"交流","requirements":"无","guests":[{"name":"张三","email":"z@guest.example"}],
		"itinerary_wish":[{"kind":"talk","start":"2026-11-24T10:00:00+08:00"}]}`)
	s := post("sales", fmt.Sprintf("/receptions/%v/submit", d["id"]), fmt.Sprintf(`{"version":%v}`, d["version"]))
	r := "/receptions/" + s["number"].(string)
	s = post("office", r+"/accept", fmt.Sprintf(`{"version":%v,"specialist":"office2","reason":"可以"}`, s["version"]))
	s = post("office", r+"/publish", fmt.Sprintf(`{"version":%v,"reason":"可以"}`, s["version"]))
	for _, who := range []string{"sales", "head"} {
		s = post(who, r+"/review", fmt.Sprintf(`{"version":%v,"answers":{"executability":"yes","necessity":"yes"}}`, s["version"]))
	}
	for i, at := range clocks {
		if restart > 0 && i == restart {
			if err := m.Stop(t.Context()); err != nil {
				t.Fatal(err)
			}
			m = run(t, o)
		}
		if status, answer := call(t, m, "POST", "/_local/clock", fmt.Sprintf(`{"now":%q}`, at.Format(time.RFC3339))); status != 200 {
			t.Fatal(status, answer)
		}
	}
	_, list := call(t, m, "GET", "/_local/mails", "")
	var mails []string
	for _, x := range list["items"].([]any) {
		mail := x.(map[string]any)
		mails = append(mails, fmt.Sprint(mail["kind"], " ", mail["to"], " ", mail["subject"], " ", mail["sent_at"]))
	}
	slices.Sort(mails)
	return mails
}
