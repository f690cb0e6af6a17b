package reception_test

import (
	"strings"
	"testing"

	"yingbin/shared/reception"
)

// TestDraftFiles: what is attached to a draft goes with it to the office, under
// the number that it gets; its content stays where it was put.
func TestDraftFiles(t *testing.T) {
	w := newWorld(t)
	ctx, sales := t.Context(), w.as("sales")
	d := must[reception.DraftAnswer](t)(w.Create(ctx, sales, reception.Application{Customer: reception.CustomerRef{Name: "华远能源"}, Start: &visitStart, End: &visitEnd,
		Purpose: new("看厂"), Requirements: new("无"), Guests: []reception.Guest{{Name: "李明"}}}))
	f := must[reception.File](t)(w.AddFile(ctx, sales, d.ID, reception.AddFile{Name: "议程.pdf", SHA256: "0123456789abcdef0123", Kind: "paper"}))
	v := must[reception.View](t)(w.View(ctx, sales, d.ID))
	if len(v.Files) != 1 || v.Files[0].ID != f.ID {
		t.Fatalf("the draft has %+v", v.Files)
	}
	s := must[reception.StateAnswer](t)(w.Submit(ctx, sales, d.ID, reception.Submit{Version: v.Version, Reason: "客户临时决定"}))
	v = must[reception.View](t)(w.View(ctx, w.as("office"), s.Number))
	if len(v.Files) != 1 || !strings.HasPrefix(v.Files[0].ID, s.Number+".") || v.Files[0].Draft != f.ID {
		t.Fatalf("the application has %+v", v.Files)
	}
	must[reception.File](t)(w.File(ctx, w.as("office"), v.Files[0].ID))
}

// TestPrefillDraft: a draft takes from the customer's last visit what is still
// empty, says from where, and keeps what was written.
func TestPrefillDraft(t *testing.T) {
	w := newWorld(t)
	first := w.submit(nil)
	w.now = visitEnd.AddDate(0, 0, 3)
	ctx, sales := t.Context(), w.as("sales")
	d := must[reception.DraftAnswer](t)(w.Create(ctx, sales, reception.Application{Guests: []reception.Guest{}, Wishes: new(""), Requirements: new("")}))
	a := must[reception.DraftAnswer](t)(w.EditApplication(ctx, sales, d.ID, reception.EditApplication{Version: d.Version, Prefill: true,
		Application: reception.Application{Customer: reception.CustomerRef{Name: "华远能源"}, Wishes: new("只看样品"), Requirements: new("")}}))
	if len(a.Application.Guests) != 5 || a.Application.Wishes != "只看样品" || a.Application.Requirements != "会议室一间" {
		t.Errorf("%d guests, wishes %q, requirements %q", len(a.Application.Guests), a.Application.Wishes, a.Application.Requirements)
	}
	from := map[string]string{}
	for _, p := range a.Prefilled {
		from[p.Field] = p.From
	}
	if from["/guests"] != first || from["/requirements"] != first || from["/wishes"] != "" {
		t.Errorf("filled from %v", from)
	}
	if k := a.Outlook.Known; k == nil || k.Last != first {
		t.Errorf("known as %+v", k)
	}
}

// TestPrefillFromWhatTookPlace: what was called off, or only applied for, is no
// visit while there is one that took place.
func TestPrefillFromWhatTookPlace(t *testing.T) {
	w := newWorld(t)
	ctx, sales := t.Context(), w.as("sales")
	again := func() reception.DraftAnswer {
		return must[reception.DraftAnswer](t)(w.Create(ctx, sales, reception.Application{Customer: reception.CustomerRef{Name: "华远能源"}}))
	}
	off := w.submit(nil)
	v := must[reception.View](t)(w.View(ctx, sales, off))
	must[reception.ChangeAnswer](t)(w.Cancel(ctx, sales, off, reception.Cancel{Version: v.Version, Reason: "改期未定"}))
	w.now = visitEnd.AddDate(0, 0, 3)
	if d := again(); len(d.Prefilled) > 0 {
		t.Errorf("filled from a visit that was called off: %+v", d.Prefilled)
	}
}
