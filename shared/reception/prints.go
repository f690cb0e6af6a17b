package reception

import (
	"context"
	"slices"
	"time"

	"yingbin/shared/staff"
)

// The papers of a reception, in the order of the work.
const (
	PaperApplication = "application" // the application form
	PaperSheet       = "sheet"       // the execution sheet
	PaperSlips       = "slips"       // a slip for each department
	PaperItinerary   = "itinerary"   // for the guests, in their language
	PaperPickup      = "pickup"      // the sign held up at the station
	PaperWelcome     = "welcome"     // the welcome board
	PaperNames       = "names"       // name plates for the table
	PaperSeating     = "seating"     // tables, and who is introduced when
	PaperPasses      = "passes"      // with the code that the gate reads
	PaperMinutes     = "minutes"     // the customer's copy
	PaperSummary     = "summary"
	PaperSettlement  = "settlement"
	// PaperForm begins the name of a form of the policy's own: "form.tour-notice".
	PaperForm = "form."
)

// drawn are the policy's papers that have a layout of their own here.
var drawn = []string{"application", "sheet", "itinerary", "pass", "minutes", summaryPaper, "settlement"}

// A Print is what the papers of a reception are made of, as far as the reader
// may see it.
type Print struct {
	View   View
	Papers []string // that the reader may print now
	// Sheet is the newest published one, or, with revision 0, the sheet as it
	// stands; nil before the application is accepted.
	Sheet *Sheet
	Lines []Line // of the minutes, those for the customer
	// Accepted is when the office accepted the application; zero: not yet.
	Accepted time.Time
	Roles    map[string]string // what the policy calls them
}

// Print reads a reception for printing. Texts that come from the policy are in
// the reader's language; guests have the names that they have today.
func (s *Service) Print(ctx context.Context, act staff.Act, r string) (Print, error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return Print{}, err
	}
	p := Print{View: t.view(), Roles: map[string]string{}, Accepted: t.Local(t.Head.Moments["accepted"])}
	if t.Head.Moments["accepted"].IsZero() {
		p.Accepted = time.Time{}
	}
	if p.View.Minutes != nil {
		p.Lines = p.View.Minutes.CustomerLines()
	}
	if p.View.Plan != nil {
		sheet, err := t.printedSheet()
		if err != nil {
			return Print{}, err
		}
		p.Sheet = &sheet
		p.View.Plan.Items = t.spoken(p.View.Plan.Items)
	}
	t.inPrint(&p.View)
	for _, r := range t.policy.Roles {
		p.Roles[r.ID] = r.Words.In(act.Lang)
	}
	p.Papers = t.printable(p)
	return p, nil
}

// printedSheet is the published sheet, or the one that is being planned.
func (t *turn) printedSheet() (Sheet, error) {
	sheet := t.forReader(t.sheet(""))
	if n := t.Head.Revision; n > 0 {
		docs, err := t.s.DB.Get(t.ctx, RevisionKey(t.Head.Number, n))
		if err != nil {
			return Sheet{}, err
		}
		if sheet, _, err = t.published(docs[0]); err != nil {
			return Sheet{}, err
		}
	} else if !t.seesMoney() {
		sheet = sheet.withoutMoney()
	}
	return sheet, nil
}

// printable are the papers that there is something to print on.
func (t *turn) printable(p Print) []string {
	list := []string{PaperApplication}
	if p.Sheet != nil {
		list = append(list, PaperSheet, PaperSlips, PaperItinerary, PaperPickup, PaperWelcome, PaperNames, PaperSeating)
		if t.shown() && (mayReceive(t) || mayChange(t)) {
			list = append(list, PaperPasses)
		}
	}
	if p.View.Minutes != nil {
		list = append(list, PaperMinutes)
	}
	if p.View.Summary != nil {
		list = append(list, PaperSummary)
	}
	if p.View.Money != nil {
		list = append(list, PaperSettlement)
	}
	for _, f := range p.View.Papers {
		if !slices.Contains(drawn, f.ID) {
			list = append(list, PaperForm+f.ID)
		}
	}
	return list
}
