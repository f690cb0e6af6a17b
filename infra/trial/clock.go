package trial

import (
	"time"

	"yingbin/shared/fault"
)

// The years between which a trial's clock may stand: a visit, and what follows
// it, must still have dates that can be written.
const firstYear, lastYear = 1970, 9000

// Bearable refuses a time for a trial's clock that is so far away that dates
// around it cannot be written: out-of-range, of the field /now.
func Bearable(at time.Time) error {
	if y := at.UTC().Year(); y < firstYear || y > lastYear {
		return fault.Field("/now", "out-of-range", firstYear, lastYear)
	}
	return nil
}
