package notify

import (
	"time"

	"yingbin/shared/event"
	"yingbin/shared/reception"
)

// A Preview is a mail that has not been sent.
type Preview struct {
	Draft
	To, Email string
}

// Preview writes the mail of a kind that somebody would get of an event which
// has not happened, by the same means as Letters. Its links decide nothing;
// false when there would be no such mail.
func (n *Notifier) Preview(b *reception.Brief, data reception.Data, by, kind, to string, at time.Time) (Preview, bool) {
	e := event.Event{PK: partition + b.Head.Number, By: by, At: at}
	for _, told := range data.Tell {
		for _, id := range reached(b, told.To) {
			if told.Kind != kind || id != to {
				continue
			}
			if s := n.write(b, e, data, told, id, at, b.Head.Revision, true); s != nil {
				return Preview{Draft: s.doc.draft(), To: s.to.name, Email: s.to.email}, true
			}
		}
	}
	return Preview{}, false
}
