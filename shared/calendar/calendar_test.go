package calendar_test

import (
	"testing"
	"time"

	"yingbin/shared/calendar"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func at(t *testing.T, z *time.Location, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, z)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWorkday(t *testing.T) {
	z := zone(t, "Asia/Shanghai")
	c := calendar.ForChina(z)
	for day, want := range map[string]bool{
		"2026-11-24": true, "2026-11-28": false, // Tuesday, Saturday
		"2026-02-14": true, "2026-02-16": false, "2026-02-28": true, // worked Saturday, new year, worked Saturday
		"2025-01-26": true, "2025-10-08": false, "2025-10-11": true,
		"2026-10-07": false, "2026-10-08": true, "2026-10-10": true,
	} {
		if got := c.Workday(at(t, z, day+" 23:30")); got != want {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
}

func TestAddWorkdays(t *testing.T) {
	z := zone(t, "Asia/Shanghai")
	c := calendar.ForChina(z)
	for _, x := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-27 10:00", 1, "2026-11-30 10:00"},
		{"2026-11-30 10:00", -1, "2026-11-27 10:00"},
		{"2026-11-28 10:00", 0, "2026-11-30 10:00"},
		{"2026-11-27 10:00", 0, "2026-11-27 10:00"},
		{"2026-09-30 10:00", 2, "2026-10-09 10:00"},
		{"2026-02-13 10:00", 2, "2026-02-24 10:00"}, // Saturday the 14th is worked
	} {
		if got := c.AddWorkdays(at(t, z, x.from), x.n); !got.Equal(at(t, z, x.want)) {
			t.Errorf("%s %+dwd = %v, want %s", x.from, x.n, got, x.want)
		}
	}
}

func TestAddWorkingTime(t *testing.T) {
	z := zone(t, "Asia/Shanghai")
	c := calendar.ForChina(z)
	for _, x := range []struct{ from, add, want string }{
		{"2026-11-24 10:00", "8h", "2026-11-24 18:00"},
		{"2026-11-24 11:00", "8h", "2026-11-25 10:00"},
		{"2026-11-27 17:00", "2h", "2026-11-30 10:00"},
		{"2026-11-28 12:00", "1h", "2026-11-30 10:00"},
		{"2026-11-24 07:00", "1h", "2026-11-24 10:00"},
		{"2026-11-24 10:00", "-2h", "2026-11-23 17:00"},
		{"2026-11-29 10:00", "-1h", "2026-11-27 17:00"},
	} {
		d, _ := time.ParseDuration(x.add)
		from := at(t, z, x.from)
		got := c.AddWorkingTime(from, d)
		if !got.Equal(at(t, z, x.want)) {
			t.Errorf("%s %s = %v, want %s", x.from, x.add, got, x.want)
		}
		if back := c.WorkingTime(from, got); back != d {
			t.Errorf("%s to %v is %v of work, want %v", x.from, got, back, d)
		}
	}
}

// A day with 23 or 25 hours is one day.
func TestDaylightSaving(t *testing.T) {
	z := zone(t, "Europe/Berlin")
	c := calendar.ForChina(z)
	for _, x := range []struct{ from, want string }{
		{"2026-03-28 10:00", "2026-03-29 10:00"}, {"2026-10-24 10:00", "2026-10-25 10:00"}, {"2026-10-24 23:30", "2026-10-25 23:30"},
	} {
		from, want := at(t, z, x.from), at(t, z, x.want)
		if got := c.AddDays(from, 1); !got.Equal(want) {
			t.Errorf("%s + 1d = %v", x.from, got)
		}
		if got := c.Days(from, want); got != 1 {
			t.Errorf("%s to %s is %d days", x.from, x.want, got)
		}
	}
	if got := c.Close(at(t, z, "2026-03-29 01:00")); got.Format("15:04") != "18:00" {
		t.Errorf("closes at %v", got)
	}
}

func TestUnannounced(t *testing.T) {
	z := zone(t, "Asia/Shanghai")
	c := calendar.ForChina(z)
	if got := c.Unannounced(at(t, z, "2026-12-30 10:00"), at(t, z, "2027-01-05 10:00")); len(got) != 1 || got[0] != 2027 {
		t.Errorf("got %v, want 2027", got)
	}
	if c.Announced(2027) || !c.Announced(2026) {
		t.Error("2026 is announced, 2027 is not")
	}
}

func TestNewRefuses(t *testing.T) {
	z := time.UTC
	if _, err := calendar.New(nil, calendar.Default); err == nil {
		t.Error("no zone")
	}
	for _, h := range []calendar.Hours{{Opens: "9", Closes: "18:00"}, {Opens: "18:00", Closes: "09:00"}, {}} {
		if _, err := calendar.New(z, h); err == nil {
			t.Errorf("hours %v", h)
		}
	}
	if _, err := calendar.New(z, calendar.Default, calendar.Year{Year: 2027, Off: []string{"2026-01-01"}}); err == nil {
		t.Error("a date of another year")
	}
}
