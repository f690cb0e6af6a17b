package notify_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"yingbin/shared/event"
	"yingbin/shared/i18n"
	"yingbin/shared/mail"
	"yingbin/shared/staff"
)

var (
	update  = flag.Bool("update", false, "write golden files anew")
	samples = flag.String("samples", "", "a folder: write the parts of each mail there, to be looked at")
)

// signed finds what no golden file can hold: a signed link.
var signed = regexp.MustCompile(`/l/[A-Za-z0-9_-]+`)

// stories are what is played to make every mail there is.
var stories = []func(*stage){func(s *stage) { s.play() }, (*stage).trouble, (*stage).allDone, (*stage).urgent, (*stage).sentBack, (*stage).deputies,
	(*stage).unanswered, (*stage).inTheTasks, (*stage).otherPeople, (*stage).limits, (*stage).moneyMatters, (*stage).offAgain, (*stage).nudged}

// unplayed are texts that the shipped rules never come to, and why they are there.
var unplayed = map[string]string{
	"nudge.undated":         "a company's own rule may nudge at a moment without a due time",
	"task-reminder.undated": "a company's own rule may remind of a task without a due time",
	"summary-due.undated":   "a company's own rule may remind of a summary without a due time",
	"unpublished.undated":   "a company's own rule may remind of planning without a deadline",
}

// TestMails plays the stories in each language and compares one mail of each kind
// and manner with its golden text; every mail reads the same as text and as HTML.
// What has no golden file, and what no story makes any more, fails.
func TestMails(t *testing.T) {
	for _, l := range i18n.Langs() {
		t.Run(string(l), func(t *testing.T) {
			texts, got := letterTexts(t, l), map[string]mail.Message{}
			var all strings.Builder
			for _, story := range stories {
				s := newStage(t, l)
				story(s)
				for _, m := range s.mails {
					check(t, m)
					fmt.Fprintf(&all, "%s\n%s\n", m.Subject, m.Text)
					name := named(t, texts, m)
					if _, known := got[name]; m.Language == string(l) && !known {
						got[name] = m
					}
				}
			}
			got["sign-in"] = signIn(t, l)
			all.WriteString(got["sign-in"].Subject + got["sign-in"].Text)
			for _, name := range slices.Sorted(maps.Keys(got)) {
				golden(t, name, l, got[name])
			}
			noneLeft(t, l, got)
			everyKind(t, got)
			everyText(t, texts, all.String())
		})
	}
}

// letterTexts are the texts of letters in a language, by what stands behind "letter.".
func letterTexts(t *testing.T, l i18n.Lang) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "i18n", "messages", string(l), "letter.json"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for key, text := range all {
		texts[strings.TrimPrefix(key, "letter.")] = text
	}
	return texts
}

// argument is a place in a text where something is put.
var argument = regexp.MustCompile(`\\\{[a-z0-9]+\\\}`)

// says finds a text with anything in its places.
func says(text string) *regexp.Regexp {
	return regexp.MustCompile(argument.ReplaceAllString(regexp.QuoteMeta(text), `(.|\n)+?`))
}

// heads finds a title, which is a line of its own.
func heads(text string) *regexp.Regexp {
	return regexp.MustCompile(`(?m)` + argument.ReplaceAllString(regexp.QuoteMeta(text), `.+?`) + `$`)
}

// named calls a mail by its kind and the manner in which it is written: which
// title it has, to a guest, urgent, provisional, in somebody's place, of changes only.
func named(t *testing.T, texts map[string]string, m mail.Message) string {
	t.Helper()
	name, best := m.Kind, 0
	for key, text := range texts {
		title, isTitle := strings.CutSuffix(key, ".subject")
		if undated, ok := strings.CutSuffix(key, ".undated"); ok {
			title, isTitle = undated+"-undated", true
		}
		if isTitle && len(text) > best && heads(text).MatchString(strings.SplitN(m.Text, "\n", 2)[0]) && lead(texts, title, m) {
			name, best = title, len(text)
		}
	}
	if !strings.HasPrefix(name, m.Kind) {
		name = m.Kind + "-" + name
	}
	if strings.HasSuffix(m.To.Email, "@guest.example") && !strings.HasSuffix(name, "-guest") {
		name += "-guest"
	}
	for _, x := range manners {
		if part := m.Text; x.kind == "" || x.kind == m.Kind {
			if x.inSubject {
				part = m.Subject
			}
			if says(texts[x.key]).MatchString(part) {
				name += "-" + x.name
			}
		}
	}
	return name
}

// manners are what else makes a mail read otherwise: a text in it, of one kind of
// mail or of any.
var manners = []struct {
	name, key, kind string
	inSubject       bool
}{
	{"urgent", "urgently", "", true}, {"deputy", "deputy.why", "", false}, {"provisional", "provisional", "", false}, {"again", "review.again", "review-reminder", false},
	{"asked", "sheet.asked", "", false}, {"added", "changed.guest-added", "changed", false}, {"dropped", "changed.guest-dropped", "changed", false},
	{"moved", "changed.start", "changed", false},
}

// lead says whether a mail begins as mails with a title do.
func lead(texts map[string]string, title string, m mail.Message) bool {
	key := strings.TrimSuffix(title, "-undated") + ".lead"
	return says(cmp.Or(texts[key], texts[key+"|other"])).MatchString(m.Text) || says(cmp.Or(texts[key], texts[key+"|one"])).MatchString(m.Text)
}

// golden compares a mail's subject and text with their file.
func golden(t *testing.T, name string, l i18n.Lang, m mail.Message) {
	t.Helper()
	file := fmt.Sprintf("%s.%s", name, l)
	if *samples != "" {
		sample(t, filepath.Join(*samples, file), m)
	}
	got := fmt.Sprintf("Subject: %s\n\n%s", m.Subject, signed.ReplaceAllString(m.Text, "/l/…"))
	path := filepath.Join("testdata", file+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
		return
	}
	if diff := gocmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: %s", file, diff)
	}
}

// sample writes the parts of a mail, to be looked at.
func sample(t *testing.T, path string, m mail.Message) {
	t.Helper()
	parts := map[string][]byte{".html": []byte(m.HTML)}
	for _, f := range m.Files {
		parts[filepath.Ext(f.Name)] = f.Content
	}
	if m.Calendar != nil {
		parts[".ics"] = m.Calendar.Content
	}
	for ext, content := range parts {
		if err := os.WriteFile(path+ext, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// noneLeft finds golden files that no story makes any more.
func noneLeft(t *testing.T, l i18n.Lang, got map[string]mail.Message) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join("testdata", "*."+string(l)+".txt"))
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), "."+string(l)+".txt")
		if _, made := got[name]; made {
			continue
		}
		if *update {
			_ = os.Remove(path)
			continue
		}
		t.Errorf("no story makes %s any more", path)
	}
}

// everyKind wants a mail of each kind that the interface names.
func everyKind(t *testing.T, got map[string]mail.Message) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range got {
		seen[m.Kind] = true
	}
	for _, kind := range strings.Fields(`sign-in received application accepted returned declined withdrawn sheet review review-reminder escalation exception
		tasks task-reminder day-before nudge invitation changed cancelled checked-in incident delay summary-due summary survey survey-reminder settlement`) {
		if !seen[kind] {
			t.Errorf("no mail %s", kind)
		}
		delete(seen, kind)
	}
	for kind := range seen {
		t.Errorf("the interface does not name mails %s", kind)
	}
}

// everyText wants each text of letters in one of the mails: the stories leave
// nothing out.
func everyText(t *testing.T, texts map[string]string, all string) {
	t.Helper()
	for key, text := range texts {
		form, _, _ := strings.Cut(key, "|")
		find := says
		if strings.HasSuffix(key, ".subject") || strings.HasSuffix(key, ".undated") {
			find = heads
		}
		if unplayed[form] == "" && !find(text).MatchString(all) {
			t.Errorf("no mail says %s: %s", key, text)
		}
	}
}

// signIn is the mail with the code.
func signIn(t *testing.T, l i18n.Lang) mail.Message {
	t.Helper()
	letter, err := newStage(t, l).n.SignIn(event.Event{PK: "c", ID: "1"}, &staff.Person{ID: "sales", Name: written(l, "王芳"), Latin: "Wang Fang", Email: "sales@demo.example", Language: l},
		"204816", "https://visits.example.com/sign-in/x", day(22, 9, 0))
	if err != nil {
		t.Fatal(err)
	}
	m := letter.Payload.(mail.Message)
	check(t, m)
	return m
}
