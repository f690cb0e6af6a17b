package paper

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"testing"
)

// drawn is a text on a drawing with the size of its letters.
type drawn struct {
	text    string
	size, y float64
}

// texts reads the texts of a drawing.
func texts(t *testing.T, svg []byte) (list []drawn) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if x.Name.Local != "text" {
				continue
			}
			one := drawn{}
			for _, a := range x.Attr {
				switch a.Name.Local {
				case "font-size":
					one.size, _ = strconv.ParseFloat(a.Value, 64)
				case "y":
					one.y, _ = strconv.ParseFloat(a.Value, 64)
				}
			}
			list = append(list, one)
		case xml.CharData:
			if len(list) > 0 && list[len(list)-1].text == "" {
				list[len(list)-1].text = string(x)
			}
		}
	}
}

// TestPostersAreReadFromAfar: nothing leaves the box, whatever its length, a
// long name takes several lines, and a short one is as large as it can be.
func TestPostersAreReadFromAfar(t *testing.T) {
	for _, c := range []struct {
		text     string
		lines    int
		smallest float64
	}{
		{"李　敏", 1, 180}, {"Anna Müller", 1, 110}, {"WWWWWWWW MMMMMMMM", 2, 100}, {"Wolfeschlegelsteinhausenberger", 1, 45},
		{"深圳市迎宾示范新能源汽车热管理系统技术研究开发有限责任公司华南分公司", 3, 70},
		{"Bartholomäus-Maximilian Schwarzenegger-Rechtsschutzversicherungsgesellschaften", 3, 35},
	} {
		list := texts(t, Poster(1000, 560, 1.3, c.text, "Nordwind GmbH"))
		list = list[:len(list)-1]
		if len(list) != c.lines {
			t.Errorf("%s: %d lines, want %d", c.text, len(list), c.lines)
		}
		for _, x := range list {
			if ems(x.text)*x.size > 1000 || x.y > 560*1.3/2.3 || x.y < x.size*0.8 || x.size < c.smallest {
				t.Errorf("%q: %.0f wide, size %.0f at %.0f", x.text, ems(x.text)*x.size, x.size, x.y)
			}
		}
	}
	if got := string(Poster(100, 100, 1, "a")); strings.Contains(got, "role=") {
		t.Error("the texts are a picture to who hears the page")
	}
	if got := string(Poster(100, 100, 1)); strings.Contains(got, "<text") {
		t.Error("nothing is written as something")
	}
	if got := wrap("Director · Sea Ltd.", 6); got[0] != "Director" {
		t.Errorf("a line ends in a dot: %q", got)
	}
	if got := wrap("Director · Sea Ltd.", 5); strings.Contains(strings.Join(got, ""), "·") {
		t.Errorf("a line begins with a dot: %q", got)
	}
	if got := wrap("（上海）有限公司，电话：1-2", 4); got[0] != "（上海）" || strings.HasPrefix(strings.Join(got, "|"), "|，") {
		t.Errorf("lines %q", got)
	}
}

// TestSeatsAreReadable: names stay in their seats and are never too small; of
// many tables only numbers are drawn, large.
func TestSeatsAreReadable(t *testing.T) {
	words := SeatingWords{Door: "门", Free: "随意", Serve: "上菜位", Table: func(n int) string { return strconv.Itoa(n) + " 号桌" }}
	long := []Diner{{Name: "Wolfeschlegelsteinhausenberger", Position: "Internationalization-Responsibility Vice-President"}, {Name: "欧阳娜娜", Position: "副董事长兼总裁、党委书记"}}
	for _, x := range texts(t, Talks(long, []Diner{{Name: "王芳", Main: true}}).SVG(words)) {
		if ems(x.text)*x.size > boxWide+1 || x.size < smallest {
			t.Errorf("%q: %.0f wide, size %.1f", x.text, ems(x.text)*x.size, x.size)
		}
	}
	many := make([]Diner, 300)
	for i := range many {
		many[i].Name = "客" + strconv.Itoa(i)
	}
	for _, x := range texts(t, Banquet(many, []Diner{{Name: "王芳", Main: true}}).SVG(words)) {
		if strings.HasPrefix(x.text, "客") || x.size < 30 {
			t.Errorf("%q in size %.0f on a drawing of many tables", x.text, x.size)
		}
	}
}
