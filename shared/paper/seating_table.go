package paper

import (
	"math"
	"slices"
)

// seatAt is how far a seat is from the middle of its round table: so far that
// the names of ten do not touch.
const (
	seatAt = 2.1
	radius = 1.5
)

// round seats one table. The seat of honour is opposite the door; seats are
// named by their turn from it, right before left.
func round(guests, hosts []Diner) []Seat {
	n := max(2, len(guests)+len(hosts))
	r := newRound(n)
	lead := slices.IndexFunc(hosts, func(d Diner) bool { return d.Leader })
	switch {
	case len(guests) == 0 || len(hosts) == 0:
		r.put(0, append(guests, hosts...), sideOf(guests))
	case lead >= 0:
		r.withLeader(guests, hosts, lead)
	case n <= few:
		r.fewPeople(guests, hosts)
	default:
		r.aroundHost(guests, hosts)
	}
	return r.seats()
}

func sideOf(guests []Diner) string {
	if len(guests) > 0 {
		return GuestSide
	}
	return OurSide
}

// A roundTable is one table while it is filled. Turn 0 is the seat of honour.
type roundTable struct {
	n     int
	half  bool // two seats of honour side by side: the drawing is turned by half a seat
	taken map[int]Seat
}

func newRound(n int) *roundTable { return &roundTable{n: n, taken: map[int]Seat{}} }

// order lists the turns by their distance from a seat, right before left:
// 0, 1, -1, 2, -2 …
func (r *roundTable) order() []int {
	list := []int{0}
	for i := 1; len(list) < r.n; i++ {
		list = append(list, i)
		if len(list) < r.n {
			list = append(list, -i)
		}
	}
	return list
}

// serving is the place where the dishes come: nearest to the door.
func (r *roundTable) serving() int { return r.order()[r.n-1] }

// sit seats a person.
func (r *roundTable) sit(turn int, d Diner, side string) {
	r.taken[turn] = Seat{Diner: d, Side: side, Turn: turn}
}

// put seats people at the nearest free seats from the n-th in order on.
func (r *roundTable) put(from int, list []Diner, side string) {
	for _, turn := range r.order()[from:] {
		if len(list) == 0 {
			return
		}
		if _, taken := r.taken[turn]; !taken {
			r.sit(turn, list[0], side)
			list = list[1:]
		}
	}
}

// aroundHost seats guests by their distance from the host: the first at his
// right, the second at his left, the third second to the right (S002-4.07).
func (r *roundTable) aroundHost(guests, hosts []Diner) {
	r.sit(0, hosts[0], OurSide)
	r.serve(hosts[1:])
	r.put(1, guests, GuestSide)
	r.put(1, r.unseated(hosts[1:]), OurSide)
}

// fewPeople fixes only the main guest, in the seat of honour, and the host at
// his left, so that the guest is at the host's right; the others are free (S002-4.08).
func (r *roundTable) fewPeople(guests, hosts []Diner) {
	r.sit(0, guests[0], GuestSide)
	r.sit(-1, hosts[0], OurSide)
	if r.n == 2 {
		delete(r.taken, -1)
		r.sit(1, hosts[0], OurSide)
	}
}

// withLeader seats the main guest and our leader in the seats of honour, the
// guest at the leader's right, who came with the guest beside him, the others
// by rank, and the salesperson where the dishes come (S002-4.09).
func (r *roundTable) withLeader(guests, hosts []Diner, lead int) {
	r.half = true
	r.sit(0, hosts[lead], OurSide)
	r.sit(1, guests[0], GuestSide)
	others := slices.Delete(slices.Clone(hosts), lead, lead+1)
	r.serve(others)
	turn := 2
	var rest []Diner
	for _, g := range guests[1:] {
		if g.Companion && slices.Contains(r.order(), turn) && turn != r.serving() {
			r.sit(turn, g, GuestSide)
			turn++
		} else {
			rest = append(rest, g)
		}
	}
	r.put(1, rest, GuestSide)
	r.put(1, r.unseated(others), OurSide)
}

// serve seats the salesperson where the dishes come.
func (r *roundTable) serve(hosts []Diner) {
	for _, h := range hosts {
		if h.Serves {
			r.sit(r.serving(), h, OurSide)
			return
		}
	}
}

// unseated are those of ours who have no seat yet.
func (r *roundTable) unseated(hosts []Diner) []Diner {
	at, ok := r.taken[r.serving()]
	if !ok || !at.Serves {
		return hosts
	}
	i := slices.Index(hosts, at.Diner)
	if i < 0 {
		return hosts
	}
	return slices.Delete(slices.Clone(hosts), i, i+1)
}

// seats gives all seats with their places, from the seat of honour to the
// right. Who sits opposite the door has his right on the drawing's left.
func (r *roundTable) seats() []Seat {
	var list []Seat
	for _, turn := range r.order() {
		s, taken := r.taken[turn]
		s.Turn, s.Free, s.Dishes = turn, !taken, turn == r.serving() && r.n > few
		angle := float64(turn)
		if r.half {
			angle -= 0.5
		}
		angle *= 2 * math.Pi / float64(r.n)
		s.X, s.Y = -seatAt*math.Sin(angle), -seatAt*math.Cos(angle)
		list = append(list, s)
	}
	return list
}

// The distances at a long table.
const (
	sideApart = 1.3
	rowBehind = 0.9
	longHalf  = 0.55
)

// Seated is how many of one side sit at talks in seats of their own: three
// rows, for a drawing with more cannot be read. They are those introduced.
const Seated = 3 * perSide

// Talks seats guests and hosts at the two sides of a long table: guests look
// to the door, the first of each side in the middle, the second at his right,
// the third at his left. Of a large party the first rows have seats of their own.
func Talks(guests, hosts []Diner) Seating {
	guests, hosts = ranked(guests), ranked(hosts)
	wide := float64(max(2, min(perSide, max(len(guests), len(hosts)))))
	t := SeatedTable{Rank: 1, Long: true, W: wide * sideApart / 2, H: longHalf}
	at := min(len(guests), Seated)
	t.Others = guests[at:]
	t.Seats = append(side(guests[:at], GuestSide, -1), side(hosts, OurSide, 1)...)
	s := Seating{Tables: []SeatedTable{t}}
	s.fit()
	return s
}

// side lines one side up, in rows behind one another where it is large. Up is
// -1 for the side that looks to the door: its right is the drawing's left.
func side(list []Diner, name string, up float64) []Seat {
	var seats []Seat
	for row := 0; len(list) > 0; row++ {
		n := min(perSide, len(list))
		r := newRound(n)
		shift := 0.0
		if n%2 == 0 {
			shift = -0.5
		}
		for i, turn := range r.order() {
			seats = append(seats, Seat{Diner: list[i], Side: name, Turn: turn,
				X: up * (float64(turn) + shift) * sideApart, Y: up * (longHalf + 0.55 + float64(row)*rowBehind)})
		}
		list = list[n:]
	}
	return seats
}
