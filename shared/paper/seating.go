package paper

import (
	"cmp"
	"math"
	"slices"
)

// The sides of a table.
const (
	OurSide   = "ours"
	GuestSide = "guests"
)

// A Diner is somebody to be seated. Who comes earlier in a list ranks higher;
// Main ranks above all of his side.
type Diner struct {
	Name      string `json:"name"`
	Position  string `json:"position,omitempty"`
	Main      bool   `json:"main,omitempty"`      // the main guest; of our side the host, who chairs
	Leader    bool   `json:"leader,omitempty"`    // our leader (S002-4.09)
	Serves    bool   `json:"serves,omitempty"`    // our salesperson, who turns the dishes (S002-4.09)
	Companion bool   `json:"companion,omitempty"` // of the main guest: wife, assistant, interpreter
}

// A Seat is a place at a table. X and Y lie on a drawing whose unit is
// about an arm's length; Turn is how far the seat is from the seat of honour:
// 1 the first on its right, -1 the first on its left.
type Seat struct {
	Diner
	Side   string  `json:"side,omitempty"`
	Turn   int     `json:"turn"`
	Free   bool    `json:"free,omitempty"`   // nobody is fixed here: whoever likes
	Dishes bool    `json:"dishes,omitempty"` // the place where the dishes come
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
}

// A SeatedTable is one table with its rank; 1 is the main table.
type SeatedTable struct {
	Rank  int     `json:"rank"`
	Long  bool    `json:"long,omitempty"`
	X     float64 `json:"x"` // of the middle
	Y     float64 `json:"y"`
	W     float64 `json:"w,omitempty"` // half the width of a long table
	H     float64 `json:"h,omitempty"` // half its height
	Seats []Seat  `json:"seats"`
	// Others sit here wherever they like: only two seats are fixed (S002-4.08).
	Others []Diner `json:"others,omitempty"`
}

// A Seating is a plan of tables. The door is at the bottom.
type Seating struct {
	Tables []SeatedTable `json:"tables"`
	Width  float64       `json:"width"`
	Height float64       `json:"height"`
}

// The limits of tables. The sources give none: they are ours.
const (
	perTable = 10 // at a round table
	few      = 4  // a table of so many keeps only two fixed places (S002-4.08)
	perSide  = 12 // on one side of a long table; the others sit behind
)

// ranked orders one side: who is main first, then our leaders, the rest as given.
func ranked(list []Diner) []Diner {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Diner) int { return cmp.Or(yes(b.Main)-yes(a.Main), yes(b.Leader)-yes(a.Leader)) })
	return list
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Banquet seats guests and hosts at round tables.
func Banquet(guests, hosts []Diner) Seating {
	guests, hosts = ranked(guests), ranked(hosts)
	n := max(1, (len(guests)+len(hosts)+perTable-1)/perTable)
	tables := spread(guests, hosts, n)
	s := Seating{}
	for i, at := range spots(n) {
		seats := round(tables[i].guests, tables[i].hosts)
		s.Tables = append(s.Tables, SeatedTable{Rank: i + 1, X: at.x, Y: at.y, Seats: seats,
			Others: unfixed(seats, tables[i])})
	}
	s.fit()
	return s
}

// unfixed are those of a table who have no seat of their own.
func unfixed(seats []Seat, at tableful) []Diner {
	return slices.DeleteFunc(slices.Concat(at.guests, at.hosts), func(d Diner) bool {
		return slices.ContainsFunc(seats, func(s Seat) bool { return !s.Free && s.Diner == d })
	})
}

// A tableful is who sits at one table.
type tableful struct{ guests, hosts []Diner }

// spread fills tables in their rank: higher guests sit nearer to the main
// table, one of ours at each table as far as we are enough; the leader and the
// host at the main table.
func spread(guests, hosts []Diner, n int) []tableful {
	tables := make([]tableful, n)
	for i, h := range hosts {
		at := i % n
		if i == 1 && hosts[0].Main != h.Main && (hosts[0].Leader || h.Leader) {
			at = 0
		}
		tables[at].hosts = append(tables[at].hosts, h)
	}
	for i := range tables {
		take := (len(guests) + n - i - 1) / (n - i)
		take = min(take, max(0, perTable-len(tables[i].hosts)), len(guests))
		if i == n-1 {
			take = len(guests)
		}
		tables[i].guests, guests = guests[:take], guests[take:]
	}
	return tables
}

// A spot is where a table stands, in table distances from the main table.
type spot struct{ x, y float64 }

// The distances between the middles of tables.
const (
	tableApart = 5.7
	rowApart   = 5.1
)

// spots are the places of n tables in their rank: by the distance to the main
// table, and right above left (S002-4.06). Right is that of who sits at the
// main table and looks to the door: on the drawing, left.
func spots(n int) []spot {
	columns := 2
	if n > 5 {
		columns = 4
	}
	if n > 17 {
		columns = 6
	}
	var list []spot
	for row := 1; len(list) < n-1; row++ {
		for c := range columns {
			list = append(list, spot{(float64(c) - float64(columns-1)/2) * tableApart, float64(row) * rowApart})
		}
	}
	slices.SortStableFunc(list, func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.x*a.x+a.y*a.y, b.x*b.x+b.y*b.y), cmp.Compare(a.x, b.x))
	})
	return append([]spot{{}}, list[:n-1]...)
}

// How far a seat's box reaches from its middle, with a little air.
const (
	seatHalf = 0.65
	seatTall = 0.35
	doorGap  = 0.3 // between the last seat and the door
	// lineWidth is room for the outermost lines.
	lineWidth = 0.05
)

// fit moves the drawing to where all of it is visible.
func (s *Seating) fit() {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, t := range s.Tables {
		w, h := max(t.W, radius), max(t.H, radius*float64(yes(!t.Long)))
		left, top, right, bottom = min(left, t.X-w), min(top, t.Y-h), max(right, t.X+w), max(bottom, t.Y+h)
		for _, c := range t.Seats {
			left, top = min(left, t.X+c.X-seatHalf), min(top, t.Y+c.Y-seatTall)
			right, bottom = max(right, t.X+c.X+seatHalf), max(bottom, t.Y+c.Y+seatTall)
		}
	}
	left, top, right = left-lineWidth, top-lineWidth, right+lineWidth
	for i := range s.Tables {
		t := &s.Tables[i]
		t.X, t.Y = t.X-left, t.Y-top
		for k := range t.Seats {
			t.Seats[k].X, t.Seats[k].Y = t.Seats[k].X+t.X, t.Seats[k].Y+t.Y
		}
	}
	s.Width, s.Height = right-left, bottom-top+doorGap
}

// An Introduction is one step of the opening of talks: Who is introduced to
// whom, in which turn.
type Introduction struct {
	Who  Diner  `json:"who"`
	Side string `json:"side"`           // of who is introduced
	Self bool   `json:"self,omitempty"` // introduces himself
	To   string `json:"to"`             // the side that hears it
}

// Introductions is the order of S000-7.42: the host introduces himself, then
// our side by rank to the customer, then the customer's people by rank to our
// leaders; not a customer who came alone.
func Introductions(guests, hosts []Diner) []Introduction {
	guests, hosts = ranked(guests), slices.Clone(hosts)
	slices.SortStableFunc(hosts, func(a, b Diner) int { return yes(b.Leader) - yes(a.Leader) })
	var list []Introduction
	chair := slices.IndexFunc(hosts, func(d Diner) bool { return d.Main })
	if chair < 0 && len(hosts) > 0 {
		chair = 0
	}
	if chair >= 0 {
		list = append(list, Introduction{Who: hosts[chair], Side: OurSide, Self: true, To: GuestSide})
	}
	for i, h := range hosts {
		if i != chair {
			list = append(list, Introduction{Who: h, Side: OurSide, To: GuestSide})
		}
	}
	if len(guests) > 1 {
		for _, g := range guests {
			list = append(list, Introduction{Who: g, Side: GuestSide, To: OurSide})
		}
	}
	return list
}
