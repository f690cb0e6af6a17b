package paper_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/paper"
)

// side makes people called g1, g2 … or h1, h2 …
func side(prefix string, n int, change ...func(i int, d *paper.Diner)) []paper.Diner {
	list := make([]paper.Diner, n)
	for i := range list {
		list[i].Name = fmt.Sprintf("%s%d", prefix, i+1)
		for _, c := range change {
			c(i+1, &list[i])
		}
	}
	return list
}

// turns writes who sits where: the seat of honour 0, its right +, its left -.
func turns(t paper.SeatedTable) map[int]string {
	m := map[int]string{}
	for _, s := range t.Seats {
		m[s.Turn] = s.Name
		if s.Free {
			m[s.Turn] = "free"
		}
	}
	return m
}

func TestSeatsAtOneTable(t *testing.T) {
	leader := func(n int) func(int, *paper.Diner) { return func(i int, d *paper.Diner) { d.Leader = i == n } }
	serves := func(n int) func(int, *paper.Diner) { return func(i int, d *paper.Diner) { d.Serves = i == n } }
	wife := func(n int) func(int, *paper.Diner) { return func(i int, d *paper.Diner) { d.Companion = i == n } }
	for _, c := range []struct {
		id            string
		guests, hosts []paper.Diner
		want          map[int]string
	}{
		{"S002-4.07 the first at the host's right, the second at his left", side("g", 4), side("h", 1), map[int]string{0: "h1", 1: "g1", -1: "g2", 2: "g3", -2: "g4"}},
		{"S002-4.07 ours after the guests", side("g", 3), side("h", 3), map[int]string{0: "h1", 1: "g1", -1: "g2", 2: "g3", -2: "h2", 3: "h3"}},
		{"S002-4.07 the main guest first", side("g", 4, func(i int, d *paper.Diner) { d.Main = i == 3 }), side("h", 1), map[int]string{0: "h1", 1: "g3", -1: "g1", 2: "g2", -2: "g4"}},
		{"S002-4.08 few people keep two places", side("g", 2), side("h", 2), map[int]string{0: "g1", -1: "h1", 1: "free", 2: "free"}},
		{"S002-4.08 two people", side("g", 1), side("h", 1), map[int]string{0: "g1", 1: "h1"}},
		{"S002-4.09 main guest and leader in the main seats, the wife beside him, the salesperson where dishes come",
			side("g", 4, wife(4)), side("h", 3, leader(2), serves(1)), map[int]string{0: "h2", 1: "g1", 2: "g4", -1: "g2", -2: "g3", 3: "h3", -3: "h1"}},
		{"S002-4.09 two of ours", side("g", 2), side("h", 2, leader(1), serves(2)), map[int]string{0: "h1", 1: "g1", -1: "g2", 2: "h2"}},
		{"nobody of ours", side("g", 2), nil, map[int]string{0: "g1", 1: "g2"}},
		{"nobody", nil, nil, map[int]string{0: "free", 1: "free"}},
	} {
		s := paper.Banquet(c.guests, c.hosts)
		if d := cmp.Diff(c.want, turns(s.Tables[0])); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.id, d)
		}
	}
}

// Right is right: who sits opposite the door has his right on the drawing's left.
func TestRightOfTheHost(t *testing.T) {
	for _, s := range paper.Banquet(side("g", 4), side("h", 1)).Tables[0].Seats {
		middle := paper.Banquet(side("g", 4), side("h", 1)).Tables[0].X
		if s.Turn == 1 && s.X >= middle || s.Turn == -1 && s.X <= middle || s.Turn == 0 && math.Abs(s.X-middle) > 1e-9 {
			t.Errorf("S002-4.07: seat %d at %.2f, the host at %.2f", s.Turn, s.X, middle)
		}
	}
}

// S002-4.06: tables rank by their distance from the main table, right above left.
func TestRankOfTables(t *testing.T) {
	for _, n := range []int{25, 60, 300} {
		s := paper.Banquet(side("g", n), side("h", 6))
		main, last := s.Tables[0], 0.0
		var names []string
		for i, one := range s.Tables {
			far := math.Hypot(one.X-main.X, one.Y-main.Y)
			if far < last-1e-9 || i > 0 && math.Abs(far-last) < 1e-9 && one.X <= s.Tables[i-1].X {
				t.Errorf("S002-4.06 of %d: table %d is %.1f away, the one before %.1f", n, one.Rank, far, last)
			}
			last = far
			for _, seat := range one.Seats {
				if seat.Name != "" {
					names = append(names, seat.Name)
				}
			}
			if len(one.Seats) > 11 {
				t.Errorf("%d seats at table %d", len(one.Seats), one.Rank)
			}
		}
		slices.Sort(names)
		if all := len(slices.Compact(names)); all != n+6 {
			t.Errorf("%d of %d sit", all, n+6)
		}
	}
	two := paper.Banquet(side("g", 25), side("h", 3)).Tables
	if two[1].X >= two[0].X {
		t.Error("S002-4.06: the second table is not on the right of the main table")
	}
}

func TestTalks(t *testing.T) {
	s := paper.Talks(side("g", 3), side("h", 2))
	at := map[string]paper.Seat{}
	for _, seat := range s.Tables[0].Seats {
		at[seat.Name] = seat
	}
	if g1, g2, g3 := at["g1"], at["g2"], at["g3"]; !(g2.X < g1.X && g1.X < g3.X) || g1.Y >= at["h1"].Y {
		t.Errorf("guests look to the door, the second at the right of the first: %+v %+v %+v", g1, g2, g3)
	}
	if at["h2"].X <= at["h1"].X {
		t.Error("the second of ours is not at the right of the first")
	}
	if big := paper.Talks(side("g", 30), side("h", 2)); len(big.Tables[0].Seats) != 32 {
		t.Errorf("%d seats", len(big.Tables[0].Seats))
	}
}

// S000-7.42: the opening of talks.
func TestIntroductions(t *testing.T) {
	hosts := side("h", 3, func(i int, d *paper.Diner) { d.Main, d.Leader = i == 2, i == 3 })
	write := func(list []paper.Introduction) (out string) {
		for _, x := range list {
			out += x.Who.Name + map[bool]string{true: "*", false: ""}[x.Self] + ">" + x.To + " "
		}
		return strings.TrimSpace(out)
	}
	if got, want := write(paper.Introductions(side("g", 2), hosts)), "h2*>guests h3>guests h1>guests g1>ours g2>ours"; got != want {
		t.Errorf("S000-7.42: %s, want %s", got, want)
	}
	if got, want := write(paper.Introductions(side("g", 1), hosts)), "h2*>guests h3>guests h1>guests"; got != want {
		t.Errorf("S000-7.42 a customer alone: %s, want %s", got, want)
	}
	if got := paper.Introductions(nil, nil); len(got) != 0 {
		t.Errorf("nobody: %v", got)
	}
}

func TestSeatingSVG(t *testing.T) {
	words := paper.SeatingWords{Door: "门", Free: "随意", Serve: "上菜位", Table: func(n int) string { return fmt.Sprint(n) }}
	guests := side("g", 14)
	guests[0].Name, guests[1].Position = `<script>"&`, "A very long position with 30 letters and more"
	for _, s := range []paper.Seating{paper.Banquet(guests, side("h", 3)), paper.Talks(guests, side("h", 3)), paper.Banquet(nil, nil)} {
		svg := string(s.SVG(words))
		d := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if strings.Contains(svg, "<script") {
			t.Error("a name became markup")
		}
	}
}

// TestUnfixed: who has no seat of his own is still on the list (S002-4.08), and
// of a large party at talks the first rows are drawn.
func TestUnfixed(t *testing.T) {
	names := func(list []paper.Diner) (out string) {
		for _, d := range list {
			out += d.Name
		}
		return out
	}
	if got := names(paper.Banquet(side("g", 2), side("h", 2)).Tables[0].Others); got != "g2h2" {
		t.Errorf("four at a table: %q are free, want g2h2", got)
	}
	if got := names(paper.Banquet(side("g", 5), side("h", 3)).Tables[0].Others); got != "" {
		t.Errorf("eight at a table: %q have no seat", got)
	}
	big := paper.Talks(side("g", 300), side("h", 2)).Tables[0]
	if len(big.Seats) != 38 || len(big.Others) != 264 || big.Others[0].Name != "g37" {
		t.Errorf("%d seats, %d others", len(big.Seats), len(big.Others))
	}
}
