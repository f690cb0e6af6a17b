package notify_test

import (
	"strconv"
	"strings"
	"testing"

	"yingbin/shared/i18n"
	"yingbin/shared/paper/forms"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// TestNothingOfTheRevisionIsMissing takes every value of the published revision
// and finds it in the spreadsheet, in the text and in the HTML of the mail that
// carries the sheet, and what concerns the calendar in the calendar entry.
func TestNothingOfTheRevisionIsMissing(t *testing.T) {
	for _, l := range i18n.Langs() {
		s := newStage(t, l)
		r := s.play()
		reader := s.act("sales", day(20, 9, 0))
		reader.Lang = l
		v := must[reception.RevisionView](s, reader.At)(s.r.Revision(t.Context(), reader, r, 1, 0))
		m := s.find("sheet", "sales@")
		parts := map[string]string{"text": flat(m.Text), "HTML": flat(m.HTML), "spreadsheet": flat(strings.Join(rawCells(t, m.Files[0].Content), "\n"))}
		values := valuesOf(l, v.Sheet)
		if len(values) < 30 {
			t.Fatalf("only %d values: %v", len(values), values)
		}
		for _, value := range values {
			for name, part := range parts {
				if !strings.Contains(part, flat(value)) {
					t.Errorf("%s: %q of the revision is not in the %s", l, value, name)
				}
			}
		}
		entry := flat(strings.NewReplacer("\r\n ", "", `\,`, ",", `\;`, ";").Replace(string(m.Calendar.Content)))
		for _, value := range scheduled(v.Sheet) {
			if !strings.Contains(entry, flat(value)) {
				t.Errorf("%s: %q of the revision is not in the calendar entry", l, value)
			}
		}
	}
}

// valuesOf are the values of a revision in the words of a reader.
func valuesOf(l i18n.Lang, s reception.Sheet) []string {
	called := func(name string) string { // a revision keeps names as they are written in Chinese
		return map[bool]string{true: map[string]string{"刘洋": "Liu Yang"}[name], false: name}[l == i18n.EN]
	}
	list := []string{s.Number, s.Customer.Name, s.Purpose, called(s.Specialist.Name), strconv.Itoa(len(s.Guests))}
	add := func(more ...string) {
		for _, v := range more {
			if v != "" {
				list = append(list, v)
			}
		}
	}
	for _, g := range s.Guests {
		add(g.Name, g.Position)
	}
	for _, it := range s.Items {
		add(it.Title, it.Place, i18n.Clock(it.Start), i18n.Clock(it.End))
		for _, p := range it.People {
			add(called(p.Name))
		}
	}
	money := func(m policy.Money) string { return forms.Money(l, m) }
	for _, m := range s.Meals {
		add(m.Place, money(m.Amount))
	}
	for _, x := range s.Lodging {
		add(x.Hotel, money(x.Rate))
	}
	for _, x := range s.Vehicles {
		add(x.Plate, x.Driver.Name)
	}
	for _, g := range s.Gifts {
		add(g.Name, money(g.Amount))
	}
	return list
}

// scheduled is what a calendar entry says of a revision.
func scheduled(s reception.Sheet) []string {
	list := []string{s.Number, s.Customer.Name, "DTSTART;TZID=Asia/Shanghai:" + s.Start.Format("20060102T150405"), "DTEND;TZID=Asia/Shanghai:" + s.End.Format("20060102T150405")}
	for _, it := range s.Items {
		list = append(list, it.Title, it.Place, i18n.Clock(it.Start), i18n.Clock(it.End))
	}
	return list
}
