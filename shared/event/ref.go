package event

import (
	"strings"

	"yingbin/shared/store"
)

// A Ref names one letter: the event it belongs to and its recipient. It
// travels as tags through the mail provider, so that a delivery report finds
// its claim by key.
type Ref struct{ PK, Event, Recipient string }

// Key gives the claim's document.
func (r Ref) Key() store.Key {
	return store.Key{PK: r.PK, SK: prefix + r.Event + "#" + r.Recipient}
}

// EventKey gives the event's document.
func (r Ref) EventKey() store.Key { return store.Key{PK: r.PK, SK: prefix + r.Event} }

// Tags gives the reference as mail tags, which allow ASCII letters, digits,
// underscore and dash only: the partition's "#" becomes "_".
func (r Ref) Tags() map[string]string {
	return map[string]string{
		"reception": strings.Replace(r.PK, "#", "_", 1),
		"event":     r.Event, "recipient": r.Recipient,
	}
}

// RefOf reads tags back; false when they are not ours.
func RefOf(tags map[string]string) (Ref, bool) {
	r := Ref{PK: strings.Replace(tags["reception"], "_", "#", 1), Event: tags["event"], Recipient: tags["recipient"]}
	return r, r.PK != "" && taggable(r.Event) && taggable(r.Recipient)
}

// refOf reads a reference from the key of a claim.
func refOf(k store.Key) (Ref, bool) {
	rest, ok := strings.CutPrefix(k.SK, prefix)
	id, recipient, claim := strings.Cut(rest, "#")
	return Ref{k.PK, id, recipient}, ok && claim
}

// taggable tells whether a text may be a mail tag.
func taggable(s string) bool {
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
		default:
			return false
		}
	}
	return s != "" && len(s) <= 200
}
