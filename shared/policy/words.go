package policy

import "yingbin/shared/i18n"

// Words are a text in the two languages every policy is written in.
type Words struct {
	ZH string `json:"zh,omitempty"`
	EN string `json:"en,omitempty"`
}

// In gives the text for a reader's language; i18n knows the fallbacks.
func (w Words) In(l i18n.Lang) string { return i18n.Pick(l, w.Map()) }

// Map gives the texts by language, as faults and stored documents hold them.
func (w Words) Map() map[string]string { return map[string]string{"zh": w.ZH, "en": w.EN} }

// IsZero tells whether there is no text.
func (w Words) IsZero() bool { return w == Words{} }
