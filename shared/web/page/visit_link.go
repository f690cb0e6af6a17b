package page

import (
	"cmp"
	"net/url"
	"unicode"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
)

// staleKind says why a link is stale: the end of a message key; empty for a
// sheet that has a newer revision.
func staleKind(v reception.LinkView) string {
	switch {
	case v.Over:
		return "-over"
	case v.Purpose == "review":
		return ""
	}
	return "-gone"
}

// nowWith names who has what a link was for; empty where it is its reader's.
func nowWith(l i18n.Lang, v reception.LinkView) string {
	var names []string
	for _, who := range v.NowWith {
		names = append(names, who.Name)
	}
	return i18n.List(l, names...)
}

// A GuestTitle is what an item of the itinerary is called for a guest: in his
// language, and as it was written where that is another one.
type GuestTitle struct{ Main, More string }

// guestTitle keeps Chinese titles from being all that a foreign guest gets.
func guestTitle(l i18n.Lang, it reception.Item) GuestTitle {
	kind := i18n.T(l, "item."+it.Kind)
	if !i18n.Has(l, "item."+it.Kind) {
		kind = word(l, it.Kind)
	}
	if l == i18n.EN && chinese(it.Title) {
		return GuestTitle{Main: kind, More: it.Title}
	}
	return GuestTitle{Main: cmp.Or(it.Title, kind)}
}

// chinese says whether a text has Chinese characters.
func chinese(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}

// mapLink opens an address in a map that works where the reader is likely to
// stand, with what his phone has.
func mapLink(l i18n.Lang, address string) string {
	if l == i18n.EN {
		return "https://maps.apple.com/?q=" + url.QueryEscape(address)
	}
	return "https://uri.amap.com/search?keyword=" + url.QueryEscape(address)
}
