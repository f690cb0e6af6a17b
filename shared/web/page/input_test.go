package page

import (
	"html/template"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/i18n"
	"yingbin/shared/web"
)

// Each kind of input as it is sent, with what people and companies write in it.
func TestInputs(t *testing.T) {
	p := &web.Page{Lang: i18n.EN, Input: url.Values{"x.sent": {`"><b>`}, "x.room": {"attic"}},
		Problem: &web.Problem{Errors: []web.ProblemField{{Field: "/x/sent", Message: "<i>"}}}}
	of := func(name string, known any) *Field {
		f := newField(i18n.EN, p, name, "page.note", known)
		f.Label = "A&B"
		return f
	}
	two := []Option{{}, {"a&b", "<A>"}}
	for want, got := range map[string]template.HTML{
		`<input id="f-t" name="t" type="text" value="1 &lt; 2">`:                                                                                                         of("t", "1 < 2").Input(),
		`<input id="f-t" name="t" type="text" value="" list="staff" inputmode="numeric" autocomplete="off">`:                                                             of("t", "").From("staff").Keys("numeric").Input(),
		`<input id="f-t" name="t" type="number" value="3" inputmode="decimal" step="any" aria-required="true">`:                                                          of("t", 3).Type("number").Need().Input(),
		`<input id="f-t" name="t" type="date" value="" aria-describedby="f-t-h">`:                                                                                        of("t", "").Type("date").Say("how").Input(),
		`<textarea id="f-t" name="t" rows="3">&lt;/textarea&gt;</textarea>`:                                                                                              of("t", "</textarea>").Type("area").Input(),
		`<textarea id="f-t" name="t" rows="2"></textarea>`:                                                                                                               of("t", nil).Tall(2).Input(),
		`<select id="f-t" name="t"><option value=""></option><option value="a&amp;b" selected>&lt;A&gt;</option></select>`:                                               of("t", "a&b").Of(two).Input(),
		`<select id="f-x-room" name="x.room"><option value=""></option><option value="a&amp;b">&lt;A&gt;</option><option value="attic" selected>attic</option></select>`: of("x.room", "a&b").Of(two).Input(),
		`<input id="f-x-sent" name="x.sent" type="checkbox" value="true" aria-describedby="f-x-sent-e" aria-invalid="true">`:                                             of("x.sent", true).Type("check").Input(),
		`<div class="field"><label for="f-t">A&amp;B <span class="need">required</span></label><span class="hint" id="f-t-h">&lt;how&gt;</span><input id="f-t" name="t" type="text" value="x" aria-required="true" aria-describedby="f-t-h"></div>`:             of("t", "x").Need().Say("<how>").Whole(),
		`<div class="field"><label for="f-t"><input id="f-t" name="t" type="checkbox" value="true">A&amp;B</label></div>`:                                                                                                                                       of("t", true).Type("check").Whole(),
		`<div class="cell who bad"><label for="f-x-sent">A&amp;B</label><input id="f-x-sent" name="x.sent" type="text" value="&#34;&gt;&lt;b&gt;" aria-describedby="f-x-sent-e" aria-invalid="true"><span class="error" id="f-x-sent-e">&lt;i&gt;</span></div>`: of("x.sent", "").Styled("who").Cell(),
	} {
		if d := cmp.Diff(want, string(got)); d != "" {
			t.Error(d)
		}
	}
}
