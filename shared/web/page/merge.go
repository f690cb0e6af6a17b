package page

import (
	"yingbin/shared/customer"
	"yingbin/shared/i18n"
	"yingbin/shared/web"
)

// labels are the words of fields that two records may say differently.
var labels = map[string]string{"name": "page.customer-name", "latin": "page.customer-latin", "class": "page.customer-class", "grade": "page.grade", "country": "page.country",
	"owner": "page.account-manager", "rival": "page.rival", "address": "page.address", "note": "page.note", "position": "page.position", "latin_position": "page.latin-position",
	"kind": "page.kind", "language": "page.language", "email": "page.email", "phone": "page.phone", "diet": "page.diet"}

// take is the choice of what stands in a field that two records say differently.
func take(l i18n.Lang, p web.Page, d customer.Difference) *Field {
	f := text(l)(p, "take["+d.Field+"]", "note", customer.TakeThis).Type("radio")
	f.Label = i18n.T(l, labels[d.Field])
	if own := "page.guest-" + d.Field; p.Name == "compare-contacts" && i18n.Has(l, own) {
		f.Label = i18n.T(l, own) // of a person
	}
	f.Options = []Option{{customer.TakeThis, sayPart(l, p, d.Field, d.This)}, {customer.TakeOther, sayPart(l, p, d.Field, d.Other)}}
	if d.Both {
		f.Options, f.known = append(f.Options, Option{customer.TakeBoth, i18n.T(l, "page.merge-both")}), customer.TakeBoth
	}
	return f
}

// sayPart is the value of such a field as people read it.
func sayPart(l i18n.Lang, p web.Page, field, value string) string {
	switch field {
	case "class", "kind", "language":
		return word(l, value)
	case "owner":
		return staffName(l, p, value)
	}
	return value
}

// historyPart is a field of a record in the history: a word, and the value in words.
func historyPart(l i18n.Lang, field string) string {
	if key, ok := labels[field]; ok {
		return i18n.T(l, key)
	}
	return ""
}

// undoable says whether a merge can still be taken back.
func undoable(p web.Page, m customer.MergeView) bool {
	return now(p).IsZero() || !now(p).After(m.Until)
}

// contactNamed finds a contact of the list by id.
func contactNamed(list []customer.ContactView, id string) customer.ContactView {
	for _, c := range list {
		if c.ID == id {
			return c
		}
	}
	return customer.ContactView{}
}
