package lambdas

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"yingbin/shared/moment"
)

// A Delivery is what SES reports about one recipient of one mail.
type Delivery struct {
	MessageID string            // the provider's
	Recipient string            // an address
	State     string            // delivered, delayed, bounced or complained
	Reason    string            // the provider's words; may be empty
	Permanent bool              // a bounce that will not heal
	At        time.Time         // when it happened
	Tags      map[string]string // as given when sending
}

// Deliveries hands over what SES publishes, either through EventBridge or
// through a topic. Kinds of event that say nothing about a delivery are passed
// over. The first error stops: the service brings the whole event again, and
// what was applied is applied to the same effect.
func Deliveries(apply func(context.Context, Delivery) error) func(context.Context, json.RawMessage) error {
	return func(ctx context.Context, raw json.RawMessage) error {
		reports, err := reports(raw)
		if err != nil {
			return err
		}
		for _, rep := range reports {
			for _, d := range rep.deliveries() {
				if err := apply(moment.With(ctx, d.At), d); err != nil {
					return fmt.Errorf("apply a delivery report: %w", err)
				}
			}
		}
		return nil
	}
}

// envelope covers EventBridge (detail) and a topic (Records).
type envelope struct {
	Detail  json.RawMessage         `json:"detail"`
	Records []events.SNSEventRecord `json:"Records"`
}

// reports unwraps an event.
func reports(raw json.RawMessage) ([]report, error) {
	var env envelope
	if err := json.Unmarshal(raw, &env); err != nil {
		return nil, fmt.Errorf("delivery event: %w", err)
	}
	bodies := []json.RawMessage{env.Detail}
	if env.Detail == nil {
		bodies = nil
		for _, r := range env.Records {
			bodies = append(bodies, json.RawMessage(r.SNS.Message))
		}
	}
	if len(bodies) == 0 {
		return nil, errors.New("delivery event without a report")
	}
	out := make([]report, len(bodies))
	for i, b := range bodies {
		if err := json.Unmarshal(b, &out[i]); err != nil {
			return nil, fmt.Errorf("delivery report: %w", err)
		}
	}
	return out, nil
}

// report is what SES writes about one mail.
type report struct {
	EventType string `json:"eventType"`
	Mail      struct {
		MessageID   string              `json:"messageId"`
		Timestamp   time.Time           `json:"timestamp"`
		Destination []string            `json:"destination"`
		Tags        map[string][]string `json:"tags"`
	} `json:"mail"`
	Bounce *struct {
		Type       string    `json:"bounceType"`
		Timestamp  time.Time `json:"timestamp"`
		Recipients []struct {
			Address    string `json:"emailAddress"`
			Diagnostic string `json:"diagnosticCode"`
		} `json:"bouncedRecipients"`
	} `json:"bounce"`
	Complaint *struct {
		Feedback   string    `json:"complaintFeedbackType"`
		Timestamp  time.Time `json:"timestamp"`
		Recipients []struct {
			Address string `json:"emailAddress"`
		} `json:"complainedRecipients"`
	} `json:"complaint"`
	Delivery *struct {
		Timestamp  time.Time `json:"timestamp"`
		Recipients []string  `json:"recipients"`
	} `json:"delivery"`
	Delay *struct {
		Type       string    `json:"delayType"`
		Timestamp  time.Time `json:"timestamp"`
		Recipients []struct {
			Address    string `json:"emailAddress"`
			Diagnostic string `json:"diagnosticCode"`
		} `json:"delayedRecipients"`
	} `json:"deliveryDelay"`
	Reject *struct {
		Reason string `json:"reason"`
	} `json:"reject"`
}

// deliveries gives one Delivery for each recipient that a report names.
func (r report) deliveries() []Delivery {
	var out []Delivery
	add := func(address, state, reason string, permanent bool, at time.Time) {
		if at.IsZero() {
			at = r.Mail.Timestamp
		}
		out = append(out, Delivery{r.Mail.MessageID, address, state, reason, permanent, at.UTC(), r.tags()})
	}
	if b := r.Bounce; b != nil {
		for _, to := range b.Recipients {
			add(to.Address, "bounced", to.Diagnostic, b.Type == "Permanent", b.Timestamp)
		}
	}
	if c := r.Complaint; c != nil {
		for _, to := range c.Recipients {
			add(to.Address, "complained", c.Feedback, true, c.Timestamp)
		}
	}
	if d := r.Delivery; d != nil {
		for _, to := range d.Recipients {
			add(to, "delivered", "", false, d.Timestamp)
		}
	}
	if d := r.Delay; d != nil {
		for _, to := range d.Recipients {
			add(to.Address, "delayed", d.Type, false, d.Timestamp)
		}
	}
	if x := r.Reject; x != nil { // taken, then found to hold a virus: nobody gets it
		for _, to := range r.Mail.Destination {
			add(to, "bounced", x.Reason, false, time.Time{})
		}
	}
	return out
}

// tags gives the first value of each tag, which is the only one we set.
func (r report) tags() map[string]string {
	tags := make(map[string]string, len(r.Mail.Tags))
	for name, values := range r.Mail.Tags {
		if len(values) > 0 {
			tags[name] = values[0]
		}
	}
	return tags
}
