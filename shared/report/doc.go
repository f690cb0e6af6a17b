// Package report counts receptions up for reports: how many came, what they
// cost against the caps, which deadlines were kept, how satisfied the guests
// were, each beside the year before.
//
// It reads what the archive step left behind. fact#YEAR holds one reception in
// figures; rollup#YEAR, MM holds the sums of a finished month, by department
// and level, which the nightly Roll writes. A reception filed after its month
// had ended leaves a mark beside the sums; such a month, one without sums and
// the current one are counted from the facts, so a report is always right and
// Roll only makes it cheap: rollup of this year, rollup of the last, facts of
// this month, read in parallel.
package report
