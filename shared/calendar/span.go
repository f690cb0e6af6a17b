package calendar

import "time"

// noon is the middle of the day n days after t's, safe from any clock change.
func (c *Calendar) noon(t time.Time, days int) time.Time {
	y, m, d := t.In(c.zone).Date()
	return time.Date(y, m, d+days, 12, 0, 0, 0, c.zone)
}

// at is a wall-clock time on the day of t.
func (c *Calendar) at(t time.Time, clock time.Duration) time.Time {
	y, m, d := t.In(c.zone).Date()
	return time.Date(y, m, d, int(clock/time.Hour), int(clock%time.Hour/time.Minute), 0, 0, c.zone)
}

// Midnight is the beginning of t's day.
func (c *Calendar) Midnight(t time.Time) time.Time { return c.at(t, 0) }

// Opening is when the site opens on the day of t, worked or not.
func (c *Calendar) Opening(t time.Time) time.Time { return c.at(t, c.opens) }

// Close is the close of business on the day of t, worked or not.
func (c *Calendar) Close(t time.Time) time.Time { return c.at(t, c.closes) }

// AddDays is the day n calendar days after t's (before it for n < 0), at the
// wall-clock time of t.
func (c *Calendar) AddDays(t time.Time, n int) time.Time {
	t = t.In(c.zone)
	y, m, d := t.Date()
	return time.Date(y, m, d+n, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), c.zone)
}

// AddWorkdays is the nth workday after t's day (before it for n < 0), at the
// wall-clock time of t. 0 is t's own day, or the next workday after it.
func (c *Calendar) AddWorkdays(t time.Time, n int) time.Time {
	step, left, days := 1, n, 0
	if n < 0 {
		step, left = -1, -n
	}
	if n == 0 {
		for !c.Workday(c.noon(t, days)) && days < giveUp {
			days++
		}
		return c.AddDays(t, days)
	}
	for idle := 0; left > 0 && idle < giveUp; idle++ {
		days += step
		if c.Workday(c.noon(t, days)) {
			left--
			idle = 0
		}
	}
	return c.AddDays(t, days)
}

// giveUp bounds the search for a workday in a calendar that has none.
const giveUp = 400

// AddWorkingTime moves t by an amount of working time, forward or back.
// Outside working hours the clock stands still.
func (c *Calendar) AddWorkingTime(t time.Time, d time.Duration) time.Time {
	if d < 0 {
		return c.backward(t, -d)
	}
	for day, idle := 0, 0; idle < giveUp; day, idle = day+1, idle+1 {
		at := c.noon(t, day)
		if !c.Workday(at) {
			continue
		}
		from, to := later(t, c.Opening(at)), c.Close(at)
		if to.Sub(from) >= d {
			return from.Add(d).In(c.zone)
		}
		if to.After(from) {
			d, idle = d-to.Sub(from), 0
		}
	}
	return t.Add(d)
}

// backward is AddWorkingTime into the past.
func (c *Calendar) backward(t time.Time, d time.Duration) time.Time {
	for day, idle := 0, 0; idle < giveUp; day, idle = day-1, idle+1 {
		at := c.noon(t, day)
		if !c.Workday(at) {
			continue
		}
		from, to := c.Opening(at), earlier(t, c.Close(at))
		if to.Sub(from) >= d {
			return to.Add(-d).In(c.zone)
		}
		if to.After(from) {
			d, idle = d-to.Sub(from), 0
		}
	}
	return t.Add(-d)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// Days counts the midnights between two moments: how many calendar days b's
// day is after a's; negative when it is before.
func (c *Calendar) Days(a, b time.Time) int {
	ay, am, ad := a.In(c.zone).Date()
	by, bm, bd := b.In(c.zone).Date()
	x, y := time.Date(ay, am, ad, 0, 0, 0, 0, time.UTC), time.Date(by, bm, bd, 0, 0, 0, 0, time.UTC)
	return int(y.Sub(x) / (24 * time.Hour))
}

// Workdays counts the workdays after a's day up to and with b's day; negative
// when b is before a.
func (c *Calendar) Workdays(a, b time.Time) int {
	n := c.Days(a, b)
	if n < 0 {
		return -c.Workdays(b, a)
	}
	count := 0
	for i := 1; i <= n; i++ {
		if c.Workday(c.noon(a, i)) {
			count++
		}
	}
	return count
}

// WorkingTime is the working time between two moments; negative when b is
// before a.
func (c *Calendar) WorkingTime(a, b time.Time) time.Duration {
	if b.Before(a) {
		return -c.WorkingTime(b, a)
	}
	var sum time.Duration
	for i, n := 0, c.Days(a, b); i <= n; i++ {
		at := c.noon(a, i)
		if !c.Workday(at) {
			continue
		}
		if d := earlier(b, c.Close(at)).Sub(later(a, c.Opening(at))); d > 0 {
			sum += d
		}
	}
	return sum
}
