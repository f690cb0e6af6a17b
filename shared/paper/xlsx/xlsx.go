// Package xlsx writes sheets as workbooks (ECMA-376): the few parts of the format
// that a printed list needs. Its tests read them with a full implementation.
package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/paper"
	"yingbin/shared/plain"
)

// Write writes sheets as a workbook that prints on A4, landscape, as wide as the paper.
func Write(sheets ...paper.Sheet) ([]byte, error) {
	var book, types, links strings.Builder
	files := []file{{"xl/styles.xml", styles}}
	for i, s := range sheets {
		n := i + 1
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(tab(s.Name, i)), n, n)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%s.worksheet+xml"/>`, n, spreadsheet)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, relation, n)
		files = append(files, file{fmt.Sprintf("xl/worksheets/sheet%d.xml", n), sheetXML(s)})
	}
	files = append(files, file{"[Content_Types].xml", fmt.Sprintf(contentTypes, types.String())}, file{"_rels/.rels", rootLinks},
		file{"xl/workbook.xml", fmt.Sprintf(workbook, book.String())}, file{"xl/_rels/workbook.xml.rels", fmt.Sprintf(bookLinks, links.String())})
	return pack(files)
}

// A file is one part of the package.
type file struct{ name, content string }

// pack zips the parts; without times, so that the same sheet gives the same bytes.
func pack(files []file) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = w.Write([]byte(f.content))
		}
		if err != nil {
			return nil, fault.Wrap(fault.Internal, "sheet-unwritable", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fault.Wrap(fault.Internal, "sheet-unwritable", err)
	}
	return b.Bytes(), nil
}

// tab makes a legal and distinct name for a sheet's tab.
func tab(name string, i int) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return r
	}, plain.Line(name)), " ")
	if r := []rune(name); len(r) > 25 {
		name = string(r[:25])
	}
	if i > 0 || name == "" {
		name += fmt.Sprintf(" %d", i+1)
	}
	return strings.TrimSpace(name)
}
