package page

import (
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A Hosting is what the host needs on the day.
type Hosting struct {
	Now, Next *reception.Item
	Item      *reception.Item // the one that a delay begins with
	Phone     string          // of the main guest
	Absent    []reception.Guest
	Here      []reception.Guest
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
	if h.Item = h.Next; h.Item == nil {
		h.Item = h.Now
	}
	if v.Application == nil {
		return h
	}
	for _, g := range v.Application.Guests {
		if g.Dropped {
			continue
		}
		if g.Phone != "" && (h.Phone == "" || g.Main) {
			h.Phone = g.Phone
		}
		if g.Arrived == nil {
			h.Absent = append(h.Absent, g)
		} else {
			h.Here = append(h.Here, g)
		}
	}
	return h
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
