package notify_test

import (
	"fmt"
	"html"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/paper/forms"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// notInTheMail are the values of a revision that its mail, spreadsheet and text
// do not show, and why. Everything else must be there: a new field fails this
// test until it is shown, or named here.
var notInTheMail = map[string]string{
	"At": "the mail is sent then", "By": "the mail says who published", "Level": "the level as it is now, in the policy's words",
	"Customer.ID": "an id", "Specialist.ID": "an id", "Guests.ID": "an id", "People.Staff": "an id; the name is there",
	"Items.ID": "an id", "Items.People.Staff": "an id; the name is there",
	"Lodging.ID": "an id", "Meals.ID": "an id", "Entertainment.ID": "an id", "Gifts.ID": "an id", "Vehicles.ID": "an id",
	"Tasks.ID": "an id", "Tasks.Department": "that of the owner, whose name it stands beside",
	"Meals.Item": "an id; its time is there", "Entertainment.Item": "an id; its time is there", "Vehicles.Item": "an id; its title is there",
	"Items.TitleEN": "instead of the title, to who does not read Chinese", "Items.PlaceEN": "instead of the place, to who does not read Chinese",
	"Meals.Day": "the day of its item", "Entertainment.Name": "never stored",
	"Vehicles.Driver.Phone": "phones go to those who act on them", "Vehicles.Driver.Email": "addresses go to those who act on them",
}

// full has a value in every field that a plan can have.
func (s *stage) full() (r string) {
	at := day(22, 9, 0)
	start, end := day(24, 9, 0), day(25, 17, 0)
	d := must[reception.DraftAnswer](s, at)(s.r.Create(s.t.Context(), s.act("sales", at), reception.Application{Policy: "envicool",
		Customer: reception.CustomerRef{Name: "深圳一号科技", Class: "key-account"}, Start: &start, End: &end, Purpose: new("技术交流与验厂"), Requirements: new("投影仪"),
		Guests:        []reception.Guest{{Name: "张建华", Position: "总经理", Main: true}, {Name: "李敏", Position: "采购经理"}, {Name: "John Smith", Position: "Engineer"}},
		ItineraryWish: []reception.Wish{{Kind: "talk", Start: new(day(24, 9, 30)), End: new(day(24, 11, 0)), Note: "技术交流"}}}))
	sub := must[reception.StateAnswer](s, at)(s.r.Submit(s.t.Context(), s.act("sales", at), d.ID, reception.Submit{Version: d.Version}))
	r = sub.Number
	acc := must[reception.StateAnswer](s, at)(s.r.Accept(s.t.Context(), s.act("office", at), r, reception.Accept{Version: sub.Version, Specialist: "office2"}))
	named := reception.Party{IDs: []string{"g0000", "g0002"}}
	plan := reception.EditPlan{Version: acc.Version,
		Items: &[]reception.Item{
			{ID: "talk", Kind: "talk", Start: day(24, 9, 30), End: day(24, 11, 0), Place: "三楼会议室", Title: "产品路线交流", Resources: []string{"room-a"}, Guests: named,
				Note: "请备茶歇", People: []reception.Assigned{{Staff: "rd", Role: "host"}, {Staff: "production", Role: "guide"}}},
			{ID: "lunch", Kind: "meal", Start: day(24, 12, 0), End: day(24, 13, 10), Place: "食堂包间", Title: "工作午餐"},
			{ID: "river", Kind: "activity", Start: day(24, 19, 40), End: day(24, 21, 0), Place: "大沙头码头", Title: "夜游"},
			{ID: "bye", Kind: "see-off", Start: day(25, 16, 20), End: day(25, 17, 0), Place: "北门", Title: "送站"}},
		Meals: &[]reception.Meal{{Item: "lunch", Slot: "lunch", Kind: "simple", Place: "二楼小餐厅", Guests: named, Staff: reception.Party{IDs: []string{"head", "gm"}}, Amount: policy.Yuan(487)}},
		Lodging: &[]reception.Lodging{{Hotel: "海景酒店", Stars: 4, Rate: policy.Yuan(523), Payer: "company", Rooms: 2, From: "2026-11-24", To: "2026-11-25",
			Guests: reception.Party{IDs: []string{"g0001"}}}},
		Entertainment: &[]reception.Entertainment{{Title: "珠江夜游", Item: "river", Guests: named, Amount: policy.Yuan(611), Payer: "guest"}},
		Vehicles: &[]reception.Vehicle{{Resource: "van", Type: "coach", Item: "bye", Plate: "粤B77777", Driver: reception.Driver{Name: "钱师傅",
			Phone: "13600000001", Email: "driver@cars.example"}}},
		Gifts:  &[]reception.Gift{{Name: "紫砂壶", Count: 3, Amount: policy.Yuan(167), Reason: "首次来访", Guests: named}},
		People: &[]reception.Assigned{{Staff: "sales", Role: "host"}, {Staff: "supply", Role: "guide"}}}
	p := must[reception.PlanAnswer](s, at)(s.r.EditPlan(s.t.Context(), s.act("office", at), r, plan))
	must[reception.PublishAnswer](s, at)(s.r.Publish(s.t.Context(), s.act("office", at), r, reception.Publish{Version: p.Version, Note: "首版，请今日审核"}))
	return r
}

// TestNothingOfTheRevisionIsMissing walks through every value of a published
// revision in which nothing is left out, and finds it in the spreadsheet, in the
// text and in the HTML of the mail that carries the sheet, and what concerns the
// calendar in the calendar entry.
func TestNothingOfTheRevisionIsMissing(t *testing.T) {
	for _, l := range i18n.Langs() {
		t.Run(string(l), func(t *testing.T) {
			s := newStage(t, l)
			r := s.full()
			reader := s.act("sales", day(22, 9, 0))
			reader.Lang = l
			v := must[reception.RevisionView](s, reader.At)(s.r.Revision(t.Context(), reader, r, 1, 0))
			b := must[*reception.Brief](s, reader.At)(s.r.Brief(t.Context(), reader, r, 1))
			m := s.find("sheet", "sales@")
			parts := map[string]string{"text": flat(m.Text), "HTML": flat(html.UnescapeString(m.HTML)), "spreadsheet": flat(strings.Join(rawCells(t, m.Files[0].Content), "\n"))}
			w := &walker{lang: l, brief: b.Speaking(l), sheet: v.Sheet, now: reader.At, seen: map[string]bool{}}
			w.walk("", reflect.ValueOf(v.Sheet))
			for _, x := range w.wants {
				for name, part := range parts {
					text := x.text
					if name == "spreadsheet" && x.cell != "" {
						text = x.cell
					}
					if !strings.Contains(part, flat(text)) {
						t.Errorf("%s %q is not in the %s", x.path, text, name)
					}
				}
			}
			for path := range w.seen {
				if notInTheMail[path] == "" && !w.filled[path] {
					t.Errorf("%s has no value in this test: give it one, or say why it is not for the mail", path)
				}
			}
			entry := flat(strings.NewReplacer("\r\n ", "", `\,`, ",", `\;`, ";").Replace(string(m.Calendar.Content)))
			for _, value := range scheduled(v.Sheet) {
				if !strings.Contains(entry, flat(value)) {
					t.Errorf("%q of the revision is not in the calendar entry", value)
				}
			}
		})
	}
}

// A walker says of each value of a sheet what a reader must find.
type walker struct {
	lang   i18n.Lang
	brief  *reception.Brief
	sheet  reception.Sheet
	now    time.Time
	wants  []wanted
	seen   map[string]bool // fields, by path
	filled map[string]bool // those that had a value somewhere
}

// A wanted is a value as it must be read; a cell may hold it otherwise.
type wanted struct{ path, text, cell string }

// walk goes through a value by reflection.
func (w *walker) walk(path string, v reflect.Value) {
	if w.filled == nil {
		w.filled = map[string]bool{}
	}
	w.seen[path] = true
	if !v.IsZero() {
		w.filled[path] = true
	}
	if notInTheMail[path] != "" || v.IsZero() {
		return
	}
	if text, ok := w.words(path, v.Interface()); ok {
		for _, t := range text {
			w.wants = append(w.wants, wanted{path, t, w.cell(path, v)})
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			w.walk(strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.walk(path, v.Index(i))
		}
	default:
		w.wants = append(w.wants, wanted{path: path, text: fmt.Sprint(v.Interface())})
	}
}

// cell is how a spreadsheet shows what it holds as a date.
func (w *walker) cell(path string, v reflect.Value) string {
	if due, ok := v.Interface().(time.Time); ok && path == "Tasks.Due" {
		return w.brief.Local(due).Format("2006-01-02 15:04")
	}
	return ""
}

// words are how a value is written; false for what is a whole of others, or
// written as it is.
func (w *walker) words(path string, v any) ([]string, bool) {
	one := func(s string) ([]string, bool) { return []string{s}, true }
	switch v := v.(type) {
	case policy.Money:
		return one(forms.Money(w.lang, v))
	case reception.Party:
		var names []string
		for _, id := range v.IDs {
			if g := w.brief.Guest(id); g != nil {
				names = append(names, g.Name)
			} else {
				names = append(names, w.brief.Name(id))
			}
		}
		return names, true
	case time.Time:
		switch path {
		case "Start", "End":
			return []string{i18n.Period(w.lang, w.sheet.Start, w.sheet.End, w.now)}, true
		case "Tasks.Due":
			return one(i18n.DateTime(w.lang, w.brief.Local(v), w.now))
		}
		return one(i18n.Clock(v))
	case map[string]string:
		return one(i18n.Pick(w.lang, v))
	case int:
		if path == "Lodging.Rooms" {
			return one(i18n.T(w.lang, "paper.rooms-n", v))
		}
		return one(strconv.Itoa(v))
	case bool:
		return one(i18n.T(w.lang, "paper.main-guest"))
	case string:
		return w.text(path, v)
	}
	return nil, false
}

// text is how a word of a sheet is written.
func (w *walker) text(path, v string) ([]string, bool) {
	switch path {
	case "Items.Kind":
		return []string{i18n.T(w.lang, "item."+v)}, true
	case "Meals.Slot":
		return []string{i18n.T(w.lang, "slot."+v)}, true
	case "Meals.Kind":
		return []string{i18n.T(w.lang, "meal."+v)}, true
	case "Lodging.Payer", "Entertainment.Payer":
		return []string{i18n.T(w.lang, "payer."+v)}, true
	case "Lodging.From", "Lodging.To":
		date, _ := time.Parse(time.DateOnly, v)
		return []string{i18n.Date(w.lang, date, w.now)}, true
	case "Items.Resources", "Vehicles.Resource":
		return []string{w.brief.ThingName(v)}, true
	case "Vehicles.Type":
		return []string{i18n.T(w.lang, "word."+v)}, true
	case "People.Role", "Items.People.Role":
		return []string{w.brief.RoleName(v)}, true
	case "Tasks.Owner":
		return []string{w.brief.Name(v)}, true
	}
	return []string{v}, true
}

// scheduled is what a calendar entry says of a revision.
func scheduled(s reception.Sheet) []string {
	list := []string{s.Number, s.Customer.Name, "DTSTART;TZID=Asia/Shanghai:" + s.Start.Format("20060102T150405"), "DTEND;TZID=Asia/Shanghai:" + s.End.Format("20060102T150405")}
	for _, it := range s.Items {
		list = append(list, it.Title, it.Place, i18n.Clock(it.Start), i18n.Clock(it.End))
	}
	return list
}
