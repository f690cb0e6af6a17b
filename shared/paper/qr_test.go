package paper

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"strings"
	"testing"
)

// TestQRDrawingsAgree compares the SVG with the PNG, module by module.
func TestQRDrawingsAgree(t *testing.T) {
	for _, text := range []string{"1", "https://yingbin.example/g/abc", strings.Repeat("迎", 200)} {
		raw, err := QRPNG(text, 1)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		svg, err := QRSVG(text)
		if err != nil {
			t.Fatal(err)
		}
		dark := modules(t, svg)
		side := img.Bounds().Dx()
		for y := range side {
			for x := range side {
				r, _, _, _ := img.At(x, y).RGBA()
				if (r == 0) != dark[[2]int{x, y}] {
					t.Fatalf("%q differs at %d,%d", text, x, y)
				}
			}
		}
	}
}

// modules reads the dark modules from a drawing's path.
func modules(t *testing.T, svg []byte) map[[2]int]bool {
	var doc struct {
		Path []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(svg, &doc); err != nil || len(doc.Path) != 2 {
		t.Fatalf("%v %d paths", err, len(doc.Path))
	}
	dark := map[[2]int]bool{}
	for run := range strings.SplitSeq(strings.TrimSuffix(doc.Path[1].D, "z"), "z") {
		var x, y, n, m int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &n, &m); err != nil || n != m {
			t.Fatalf("run %q: %v", run, err)
		}
		for i := range n {
			dark[[2]int{x + i, y}] = true
		}
	}
	return dark
}

func TestQRLimits(t *testing.T) {
	if _, err := QRSVG(""); err == nil {
		t.Error("an empty text was drawn")
	}
	if _, err := QRPNG(strings.Repeat("x", 3000), 4); err == nil {
		t.Error("too long a text was drawn")
	}
}
