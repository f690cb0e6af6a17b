package notify

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"regexp"
	"strings"
	"sync"
)

//go:embed mail.html
var files embed.FS

// page is the one HTML frame of all mails: 600 px, one column, real text. Times,
// and where there is room names, are kept on one line; words are broken only where
// they are too long for any column. It is read for the first mail.
var page = sync.OnceValue(func() *template.Template {
	timed, short := regexp.MustCompile(`^(.{0,24}\d\d:\d\d.{0,8}|[\p{Han}A-Z0-9]{1,5})$`), regexp.MustCompile(`^[^\p{Han}]{1,12}$`)
	long := regexp.MustCompile(`[^\s\p{Han}]{25}`)
	class := func(cell string, columns int) string {
		switch {
		case timed.MatchString(cell) || columns < 5 && short.MatchString(cell):
			return "t"
		case long.MatchString(cell):
			return "b"
		}
		return ""
	}
	return template.Must(template.New("mail.html").Funcs(template.FuncMap{"class": class, "whole": whole}).ParseFS(files, "mail.html"))
})

// unbroken is what is read as one: a day with its time, a number to call.
var unbroken = regexp.MustCompile(`(\d{4}年)?\d+月\d+日\(\S{1,2}\)(\d\d:\d\d(–\d\d:\d\d)?)?|` +
	`[A-Z][a-z]{2} \d+ [A-Z][a-z]{2}( \d{4})?(, \d\d:\d\d(–\d\d:\d\d)?)?|\+\d[\d ]+\d`)

// whole writes a text so that no line ends within a time or a number to call.
func whole(text string) template.HTML {
	var out strings.Builder
	for from := 0; from < len(text); {
		at := unbroken.FindStringIndex(text[from:])
		if at == nil {
			at = []int{len(text) - from, len(text) - from}
		}
		before, one := text[from:from+at[0]], text[from+at[0]:from+at[1]]
		out.WriteString(template.HTMLEscapeString(before))
		if one != "" {
			out.WriteString(`<span class="t">` + template.HTMLEscapeString(one) + `</span>`)
		}
		from += at[1]
	}
	return template.HTML(out.String())
}

// A Draft is a mail before it is written as HTML or text.
type Draft struct {
	Lang, Subject, Pre, Heading, Why, Ask string
	Blocks                                []Block
}

// A Block is one piece of a mail: exactly one of its fields is set.
type Block struct {
	Text, Quote, Heading, Code string
	List                       []string
	Table                      *Table
	Button                     *Button
	Only                       bool // there is one button: its address stands below, to be copied
	Aside                      bool // a link beside what is to be decided
	Changes                    []Changed
}

// A Table has a caption, headings and rows of plain text.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
}

// A Button leads to a page.
type Button struct{ Rel, Label, URL string }

// A Changed thing is one difference as its reader sees it.
type Changed struct {
	Label, Old, New string
	Major           bool
}

// draft gives the document's content to others.
func (d *document) draft() Draft {
	v := Draft{Lang: d.lang, Subject: d.subject, Pre: d.pre, Heading: d.heading, Why: d.why, Ask: d.ask}
	decisions := d.buttons()
	for _, b := range d.blocks {
		one := b.view()
		one.Only = decisions == 1
		one.Aside = decisions > 0 && b.button != nil && b.button.rel == "reception"
		v.Blocks = append(v.Blocks, one)
	}
	return v
}

// html renders the HTML part.
func (d *document) html() (string, error) {
	var out bytes.Buffer
	if err := page().Execute(&out, d.draft()); err != nil {
		return "", fmt.Errorf("render mail: %w", err)
	}
	return out.String(), nil
}

// buttons counts what can be decided.
func (d *document) buttons() (n int) {
	for _, b := range d.blocks {
		if b.button != nil && b.button.rel != "reception" {
			n++
		}
	}
	return n
}

func (b block) view() Block {
	v := Block{Text: b.text, Quote: b.quote, Heading: b.heading, Code: b.code, List: b.list}
	if b.table != nil {
		v.Table = &Table{b.table.caption, b.table.head, b.table.rows}
	}
	if b.button != nil {
		v.Button = &Button{b.button.rel, b.button.label, b.button.url}
	}
	for _, c := range b.changes {
		v.Changes = append(v.Changes, Changed{c.label, c.old, c.new, c.major})
	}
	return v
}

// text renders the plain part: the same content, readable on its own.
func (d *document) text() string {
	var out strings.Builder
	if d.heading != "" {
		fmt.Fprintf(&out, "%s\n\n", d.heading)
	}
	for _, b := range d.blocks {
		b.write(&out, d.colon)
	}
	out.WriteString("-- \n")
	for _, line := range []string{d.why, d.ask} {
		if line != "" {
			out.WriteString(line + "\n")
		}
	}
	return out.String()
}

// write writes a block as plain text; colon is how the language ends a label.
func (b block) write(out *strings.Builder, colon string) {
	switch {
	case b.table != nil:
		b.table.write(out, colon)
	case b.button != nil:
		fmt.Fprintf(out, "%s%s\n%s\n\n", b.button.label, strings.TrimSpace(colon), b.button.url)
	case b.list != nil:
		for _, line := range b.list {
			fmt.Fprintf(out, "- %s\n", line)
		}
		out.WriteString("\n")
	case b.changes != nil:
		for _, c := range b.changes {
			fmt.Fprintf(out, "%s %s%s%s → %s\n", mark(c.major), c.label, colon, dash(c.old), dash(c.new))
		}
		out.WriteString("\n")
	case b.quote != "":
		for line := range strings.SplitSeq(b.quote, "\n") {
			fmt.Fprintf(out, "> %s\n", line)
		}
		out.WriteString("\n")
	case b.code != "":
		fmt.Fprintf(out, "    %s\n\n", b.code)
	case b.heading != "":
		fmt.Fprintf(out, "== %s ==\n\n", b.heading)
	default:
		fmt.Fprintf(out, "%s\n\n", b.text)
	}
}

// write writes rows as lines; a table without headings is of labels and values.
func (t *table) write(out *strings.Builder, colon string) {
	if t.caption != "" {
		fmt.Fprintf(out, "%s\n", t.caption)
	}
	if len(t.head) > 0 {
		fmt.Fprintf(out, "%s\n", strings.Join(t.head, " | "))
	}
	for _, row := range t.rows {
		if len(t.head) == 0 {
			fmt.Fprintf(out, "%s\n", strings.Join(row, colon))
			continue
		}
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = dash(cell)
		}
		fmt.Fprintf(out, "%s\n", strings.Join(cells, " | "))
	}
	out.WriteString("\n")
}

// mark tells a major change from a minor one without colour.
func mark(major bool) string {
	if major {
		return "!"
	}
	return "·"
}

// dash stands for what was not there before or is gone now.
func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
