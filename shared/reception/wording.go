package reception

import (
	"cmp"
	"slices"

	"yingbin/shared/i18n"
	"yingbin/shared/venue"
)

// forReader puts a sheet into the words of the turn's reader: guests by name,
// our people as he knows them, titles and places of the house in his language.
func (t *turn) forReader(s Sheet) Sheet {
	s = t.inLetters(t.withNames(s))
	s.Items = t.spoken(s.Items)
	if t.act.Lang.Chinese() {
		return s
	}
	s.Specialist, s.People = t.ref(s.Specialist.ID), t.named(s.People)
	for i := range s.Items {
		s.Items[i].People = t.named(s.Items[i].People)
	}
	return s
}

// spoken says in the reader's language what the policy's template called an
// item, and where the company has a name for its place. What somebody wrote
// himself is said as he wrote it for readers of English; without that it stays.
func (t *turn) spoken(items []Item) []Item {
	words := t.words()
	items = slices.Clone(items)
	for i := range items {
		it := &items[i]
		if !t.act.Lang.Chinese() {
			it.Title, it.Place = cmp.Or(it.TitleEN, it.Title), cmp.Or(it.PlaceEN, it.Place)
			it.TitleEN, it.PlaceEN = "", ""
		}
		it.Title = cmp.Or(words[it.Title], it.Title)
		if w, ok := words[it.Place]; ok {
			it.Place = w
		} else if i18n.Readable(t.act.Lang, it.Place) == "" {
			it.Place = cmp.Or(t.roomOf(*it), it.Place)
		}
	}
	return items
}

// roomOf names the room of an item; empty where none is booked.
func (t *turn) roomOf(it Item) string {
	for _, id := range it.Resources {
		if r := t.resource(id); r != nil && r.Kind == venue.Room {
			return t.thingName(id)
		}
	}
	return ""
}

// A vocabulary are the house's own words in a language.
type vocabulary struct {
	lang  i18n.Lang
	words map[string]string
}

// words are the house's own words in the reader's language, collected once.
func (t *turn) words() map[string]string {
	if l := t.act.Lang; t.house.words == nil || t.house.lang != l {
		t.house = vocabulary{l, t.wordsIn(l)}
	}
	return t.house.words
}

// wordsIn collects titles and places of the policy's template, names of rooms.
func (t *turn) wordsIn(l i18n.Lang) map[string]string {
	words := map[string]string{}
	for i := range t.policy.Itinerary {
		it := &t.policy.Itinerary[i]
		for _, text := range it.Words.Map() {
			words[text] = it.Words.In(l)
		}
		switch {
		case it.Place == "":
		case l.Chinese():
			words[it.Place] = i18n.Pick(l, map[string]string{string(i18n.ZH): it.Place})
		default: // a stop of a tour is called by its place
			words[it.Place] = it.Words.In(l)
		}
	}
	if rooms, err := venue.Of(t.company); err == nil {
		for _, r := range rooms.List() {
			words[r.Name] = r.Called(l)
		}
	}
	delete(words, "")
	return words
}
