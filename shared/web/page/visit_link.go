package page

import (
	"cmp"
	"net/url"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
)

// staleKind says why a link is stale: the end of a message key; empty for a
// sheet that has a newer revision.
func staleKind(v reception.LinkView) string {
	if v.Lapsed == reception.LapsedRevised {
		return ""
	}
	return "-" + v.Lapsed
}

// accountless says whether a link is that of a driver, who cannot sign in.
func accountless(v reception.LinkView) bool {
	return strings.HasPrefix(v.Person.ID, reception.DriverPrefix)
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
	if i18n.Readable(l, it.Title) == "" && it.Title != "" {
		return GuestTitle{Main: kind, More: it.Title}
	}
	return GuestTitle{Main: cmp.Or(it.Title, kind)}
}

// mapLink opens an address in the map that readers of the language have on
// their phones at the place: which one, its messages say.
func mapLink(l i18n.Lang, address string) string {
	return i18n.T(l, "page.map-url", url.QueryEscape(address))
}
