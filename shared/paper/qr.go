package paper

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"rsc.io/qr"

	"yingbin/shared/fault"
)

// quiet is the blank border a reader needs, in modules.
const quiet = 4

// QRSVG draws a text (a pass, a link) as an SVG that scales with its box;
// 15 % of it may be damaged.
func QRSVG(text string) ([]byte, error) {
	c, err := encode(text)
	if err != nil {
		return nil, err
	}
	var path strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			from := x
			for c.Black(x, y) {
				x++
			}
			if x > from { // a run of dark modules is one rectangle
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	side := c.Size + 2*quiet
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`, side, side, side, side, path.String()), nil
}

// QRPNG draws a text as a PNG with modules of scale pixels (1 to 40).
func QRPNG(text string, scale int) ([]byte, error) {
	c, err := encode(text)
	if err != nil {
		return nil, err
	}
	scale = min(max(scale, 1), 40)
	side := (c.Size + 2*quiet) * scale
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if c.Black(x/scale-quiet, y/scale-quiet) {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	// The library's own PNG writer fails at some scales.
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, broken("qr-unwritable", err)
	}
	return b.Bytes(), nil
}

// encode makes the code at the level that survives 15 % of damage.
func encode(text string) (*qr.Code, error) {
	if text == "" {
		return nil, fault.New(fault.Invalid, "required", "text")
	}
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "too-long", err)
	}
	return c, nil
}
