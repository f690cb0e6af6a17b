package page

import (
	"slices"

	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A Hosting is what the host needs on the day.
type Hosting struct {
	Now, Next *reception.Item
	Item      *reception.Item // the one that a delay begins with
	Phone     string          // of the main guest
	Absent    Crowd[reception.Guest]
	Here      Crowd[reception.Guest]
	Day       string           // that the agenda is of
	Today     []reception.Item // on that day
	MoreDays  bool
}

// hosting finds now and next, and who is here.
func hosting(p web.Page, v reception.View) (h Hosting) {
	if v.Plan != nil {
		for i := range v.Plan.Items {
			it := &v.Plan.Items[i]
			switch {
			case !now(p).Before(it.Start) && now(p).Before(it.End):
				h.Now = it
			case now(p).Before(it.Start) && (h.Next == nil || it.Start.Before(h.Next.Start)):
				h.Next = it
			}
		}
	}
	h.agenda(p, v)
	if h.Item = h.Next; h.Item == nil {
		h.Item = h.Now
	}
	if v.Application == nil {
		return h
	}
	var absent, here []reception.Guest
	for _, g := range v.Application.Guests {
		if g.Dropped {
			continue
		}
		if g.Phone != "" && (h.Phone == "" || g.Main) {
			h.Phone = g.Phone
		}
		if g.Arrived == nil {
			absent = append(absent, g)
		} else {
			here = append(here, g)
		}
	}
	slices.SortStableFunc(here, func(a, b reception.Guest) int { return b.Arrived.Compare(*a.Arrived) })
	h.Absent, h.Here = crowd(p, "absent", manyShown, absent), crowd(p, "here", lastShown, here)
	return h
}

// agenda takes the items of today, before the visit those of its first day, and
// after it those of its last.
func (h *Hosting) agenda(p web.Page, v reception.View) {
	if v.Plan == nil || len(v.Plan.Items) == 0 {
		return
	}
	all, today := days(p, v.Plan.Items), today(p)
	at, _ := slices.BinarySearch(all, today)
	h.Day, h.MoreDays = all[min(at, len(all)-1)], len(all) > 1
	for _, it := range v.Plan.Items {
		if isOn(p, it.Start, h.Day) {
			h.Today = append(h.Today, it)
		}
	}
}

// itemTime says whether an item is over, going on or to come.
func itemTime(p web.Page, it reception.Item) string {
	switch {
	case !now(p).Before(it.End):
		return "past"
	case now(p).Before(it.Start):
		return "coming"
	}
	return "now"
}
