package notify

import "slices"

// A document is a mail's content before it becomes text and HTML: the same
// blocks make both parts, so that neither can say less than the other.
type document struct {
	lang    string // for the HTML element
	colon   string // how the language ends a label
	subject string
	pre     string // what mail clients show beside the subject
	heading string
	blocks  []block
	why     string // why this person gets it
	ask     string // who answers questions
}

// A block is one part of the content; exactly one field is set.
type block struct {
	text    string
	table   *table
	list    []string
	button  *button
	changes []change
	quote   string // somebody's own words: never a link, never markup
	heading string
	code    string // to be typed somewhere else
}

// A table has a caption, headings and rows of plain text.
type table struct {
	caption string
	head    []string
	rows    [][]string
}

// A button is a link that opens a page; nothing happens by opening it.
type button struct {
	rel, label, url string
}

// A change is one difference as an approver reads it.
type change struct {
	label, old, new string
	major           bool
}

func (d *document) say(text string)   { d.blocks = append(d.blocks, block{text: text}) }
func (d *document) title(text string) { d.blocks = append(d.blocks, block{heading: text}) }
func (d *document) quote(text string) {
	if text != "" {
		d.blocks = append(d.blocks, block{quote: text})
	}
}
func (d *document) items(list []string) {
	if len(list) > 0 {
		d.blocks = append(d.blocks, block{list: list})
	}
}

// rows adds a table, without the columns that no row has anything in.
func (d *document) rows(caption string, head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	t := &table{caption: caption, rows: make([][]string, len(rows))}
	for i := range rows[0] {
		if len(head) > 0 && !slices.ContainsFunc(rows, func(row []string) bool { return row[i] != "" }) {
			continue
		}
		if len(head) > 0 {
			t.head = append(t.head, head[i])
		}
		for n, row := range rows {
			t.rows[n] = append(t.rows[n], row[i])
		}
	}
	d.blocks = append(d.blocks, block{table: t})
}

func (d *document) press(rel, label, url string) {
	if url != "" {
		d.blocks = append(d.blocks, block{button: &button{rel, label, url}})
	}
}
