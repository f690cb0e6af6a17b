package main

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/mail/mailbox"
)

// shown gives a kept mail as GET /_local/mails does.
func (s *stack) shown(m mailbox.Sent) map[string]any {
	cc, files := []string{}, []map[string]string{}
	for _, c := range m.CC {
		cc = append(cc, c.Email)
	}
	for i, f := range m.Files {
		files = append(files, map[string]string{"name": f.Name, "type": f.Type, "url": s.url + "/_local/mails/" + m.ID + "/" + strconv.Itoa(i)})
	}
	return map[string]any{"id": m.ID, "kind": m.Kind, "reception": m.Reception, "revision": m.Revision, "to": []string{m.To.Email}, "from": m.From.Email,
		"cc": cc, "reply_to": m.ReplyTo.Email, "subject": m.Subject, "language": m.Language, "text": m.Text, "html": m.HTML, "links": m.Links,
		"attachments": files, "sent_at": m.SentAt, "state": m.State}
}

// mails lists what was sent, when nothing waits to be sent.
func (s *stack) mails(r *http.Request, _ json.RawMessage) (any, error) {
	if err := s.deliver(r.Context()); err != nil {
		return nil, err
	}
	q := r.URL.Query()
	f := mailbox.Filter{To: q.Get("to"), Kind: q.Get("kind"), Reception: q.Get("reception")}
	if after := q.Get("after"); after != "" {
		at, err := time.Parse(time.RFC3339, after)
		if err != nil {
			return nil, fault.Field("/after", "invalid")
		}
		f.After = at
	}
	list, err := s.box.List(f)
	items := []any{}
	for _, m := range list {
		items = append(items, s.shown(m))
	}
	return map[string]any{"items": items}, err
}

// eml gives a mail as it travelled.
func (s *stack) eml(w http.ResponseWriter, r *http.Request) {
	raw, err := s.box.Raw(strings.TrimSuffix(r.PathValue("file"), ".eml"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "message/rfc822")
	_, _ = w.Write(raw)
}

// attachment gives a file of a mail.
func (s *stack) attachment(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	f, err := s.box.File(r.PathValue("id"), n)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.Type)
	_, _ = w.Write(f.Content)
}

// report is what SES publishes about a mail.
func report(m mailbox.Sent, state, reason string, at time.Time) any {
	tags := map[string][]string{"ses:configuration-set": {set}}
	for name, value := range m.Tags {
		tags[name] = []string{value}
	}
	to := []map[string]string{{"emailAddress": m.To.Email, "diagnosticCode": reason}}
	detail := map[string]any{"mail": map[string]any{"timestamp": m.SentAt, "messageId": m.MessageID, "destination": []string{m.To.Email}, "tags": tags}}
	switch state {
	case "bounced":
		detail["eventType"], detail["bounce"] = "Bounce", map[string]any{"bounceType": "Permanent", "timestamp": at, "bouncedRecipients": to}
	case "complained":
		detail["eventType"], detail["complaint"] = "Complaint", map[string]any{"complaintFeedbackType": reason, "timestamp": at, "complainedRecipients": to}
	case "delayed":
		detail["eventType"], detail["deliveryDelay"] = "DeliveryDelay", map[string]any{"delayType": reason, "timestamp": at, "delayedRecipients": to}
	default:
		detail["eventType"], detail["delivery"] = "Delivery", map[string]any{"timestamp": at, "recipients": []string{m.To.Email}}
	}
	return map[string]any{"version": "0", "source": "aws.ses", "time": at, "region": region, "detail": detail}
}
