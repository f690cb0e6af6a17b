// Package sesmail sends mails through SES, each as a raw message with its tags
// and the configuration set whose events report the delivery.
//
// SES has no token that makes a repeated call harmless, so only what it
// certainly did not take is sent again here: throttling, up to five times.
// Everything else is the caller's: an error of kind Unavailable may be tried
// again (a paused account, a lost connection, a failure of the service), one of
// kind Invalid never (the message or its recipient was refused).
package sesmail

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/ses"
	"github.com/aws/aws-sdk-go-v2/service/ses/types"
	"github.com/aws/smithy-go"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/mail/wire"
	"yingbin/shared/sdkhttp"
)

// A Sender hands mails to SES. It is a mail.Sender, safe for concurrent use.
type Sender struct {
	send call
	set  string
	demo bool
}

// A call sends one mail. It is a function and not the client: pages are written
// by reflection, and what reflection may reach stays in the program with all its
// methods. A client has seventy.
type call func(context.Context, *ses.SendRawEmailInput, ...func(*ses.Options)) (*ses.SendRawEmailOutput, error)

var _ mail.Sender = (*Sender)(nil)

// New sends through a client and reports through a configuration set of that
// name; an empty name is none.
func New(client *ses.Client, set string) *Sender { return &Sender{send: client.SendRawEmail, set: set} }

// ForDemo gives a sender that also takes addresses of the demonstration
// company: for an endpoint that is no network.
func (s *Sender) ForDemo() *Sender { return &Sender{s.send, s.set, true} }

// Client makes a client without package config, which would triple the start
// of a function. An empty endpoint is AWS's own in that region.
func Client(region, endpoint string, credentials aws.CredentialsProvider, http ses.HTTPClient) *ses.Client {
	o := ses.Options{Region: region, Credentials: credentials, HTTPClient: sdkhttp.Whole(http), Retryer: throttled()}
	if endpoint != "" {
		o.BaseEndpoint = aws.String(endpoint)
	}
	return ses.New(o)
}

// attempts is how often a throttled call is made at most.
const attempts = 5

// throttled repeats calls that SES refused for their rate and no others: a quota
// that is full for the day has the same code, but waiting a second mends nothing.
func throttled() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.Retryables = []retry.IsErrorRetryable{retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
			if code, about := read(err); about == "daily-quota" {
				return aws.FalseTernary
			} else if _, ok := retry.DefaultThrottleErrorCodes[code]; ok {
				return aws.TrueTernary
			}
			return aws.UnknownTernary
		})}
	})
}

// Send hands a message over and gives the provider's id. An address of the
// demonstration company is refused before anything is sent.
func (s *Sender) Send(ctx context.Context, m mail.Message) (string, error) {
	raw, err := wire.Build(m)
	if err != nil {
		return "", err
	}
	if !s.demo && (mail.Demo(m.To.Email) || mail.Demo(m.From.Email)) {
		return "", fault.New(fault.Invalid, "mail-demo-address")
	}
	in := &ses.SendRawEmailInput{RawMessage: &types.RawMessage{Data: raw}, Source: aws.String(m.From.Email),
		Destinations: wire.Envelope(m), Tags: tags(m.Tags)}
	if s.set != "" {
		in.ConfigurationSetName = aws.String(s.set)
	}
	out, err := s.send(ctx, in)
	if err != nil {
		return "", explain(ctx, err)
	}
	return aws.ToString(out.MessageId), nil
}

// tags are a message's tags in a fixed order.
func tags(of map[string]string) []types.MessageTag {
	var list []types.MessageTag
	for _, name := range slices.Sorted(maps.Keys(of)) {
		list = append(list, types.MessageTag{Name: aws.String(name), Value: aws.String(of[name])})
	}
	return list
}

// final are the refusals that concern the message itself. All others (a domain
// that is not verified yet, a paused account, missing rights) are the
// operator's to mend, and the letter waits meanwhile.
var final = []string{"MessageRejected", "InvalidParameterValue", "ValidationError"}

// told are phrases by which SES means the account, whatever its code: it answers
// MessageRejected also for all mails of an account that is paused, or of a sender
// it does not know.
var told = []struct{ phrase, about string }{
	{"not verified", "not-verified"}, {"paused", "paused"}, {"suspended", "paused"}, {"daily message quota", "daily-quota"},
}

// read gives the code of an answer, and what it says about the account.
func read(err error) (code, about string) {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return "", ""
	}
	text := strings.ToLower(api.ErrorMessage())
	for _, t := range told {
		if strings.Contains(text, t.phrase) {
			return api.ErrorCode(), t.about
		}
	}
	return api.ErrorCode(), ""
}

// explain makes a fault of SES's answer. Its texts repeat addresses, which do
// not belong into logs: only the code is kept, and a word of ours.
func explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fault.Wrap(fault.Unavailable, "mail-unavailable", ctx.Err())
	}
	code, about := read(err)
	switch {
	case code == "":
		return fault.Wrap(fault.Unavailable, "mail-unavailable", fmt.Errorf("ses: %w", err))
	case about != "":
		return fault.Wrap(fault.Unavailable, "mail-unavailable", errors.New("ses: "+code+" ("+about+")"))
	case slices.Contains(final, code):
		return fault.Wrap(fault.Invalid, "mail-refused", errors.New("ses: "+code))
	}
	return fault.Wrap(fault.Unavailable, "mail-unavailable", errors.New("ses: "+code))
}
