package web

import (
	"context"
	"strings"

	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// Letters writes mails to be read before they are sent.
type Letters interface {
	// Publishing is what publishing would do; see names the recipient and the
	// kind of the mail that is written, as "kind:id" or "kind:name", empty for
	// the first.
	Publishing(ctx context.Context, act staff.Act, r, see string) (PublishForm, error)
}

// A PublishForm is the page on which somebody decides to publish: who gets
// what, and one of the mails.
type PublishForm struct {
	reception.Publishing
	Letter *Letter `json:"letter,omitempty"`
}

// A Letter is a mail that has not been sent.
type Letter struct {
	Kind    string       `json:"kind"`
	ID      string       `json:"id"` // of who would get it
	To      string       `json:"to"`
	Email   string       `json:"email"`
	Lang    string       `json:"language"`
	Subject string       `json:"subject"`
	Heading string       `json:"heading"`
	Why     string       `json:"why"`
	Ask     string       `json:"ask,omitempty"`
	Parts   []LetterPart `json:"parts"`
}

// A LetterPart is one piece of a mail: exactly one of its fields is set.
type LetterPart struct {
	Text    string             `json:"text,omitempty"`
	Quote   string             `json:"quote,omitempty"`
	Heading string             `json:"heading,omitempty"`
	Button  string             `json:"button,omitempty"`
	List    []string           `json:"list,omitempty"`
	Table   *LetterTable       `json:"table,omitempty"`
	Changes []reception.Change `json:"changes,omitempty"`
}

// A LetterTable has a caption, headings and rows of plain text.
type LetterTable struct {
	Caption string     `json:"caption,omitempty"`
	Head    []string   `json:"head,omitempty"`
	Rows    [][]string `json:"rows"`
}

// publishForm is what would happen, for whoever may let it happen.
func (s *Services) publishForm(c *Call) (PublishForm, error) {
	see := c.Ask("see")
	if who := strings.TrimSpace(c.Ask("who")); who != "" {
		see += ":" + who
	}
	return s.Letters.Publishing(c.Context(), c.Act(), c.Path("r"), see)
}
