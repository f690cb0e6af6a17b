package xlsx

// The styles of cells, by their place among the cellXfs of styles.
const (
	_ = iota
	title
	part
	label
	text
	head
	cell
)

// The parts of a package that are the same for every workbook, but for what
// stands at %s.
const (
	spreadsheet = `application/vnd.openxmlformats-officedocument.spreadsheetml`
	relation    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	main        = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	links       = `http://schemas.openxmlformats.org/package/2006/relationships`
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

	contentTypes = declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + spreadsheet + `.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + spreadsheet + `.styles+xml"/>%s</Types>`

	rootLinks = declaration + `<Relationships xmlns="` + links + `">` +
		`<Relationship Id="rId1" Type="` + relation + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`

	bookLinks = declaration + `<Relationships xmlns="` + links + `">%s` +
		`<Relationship Id="rIdStyles" Type="` + relation + `/styles" Target="styles.xml"/></Relationships>`

	workbook = declaration + `<workbook xmlns="` + main + `" xmlns:r="` + relation + `"><sheets>%s</sheets></workbook>`

	worksheet = declaration + `<worksheet xmlns="` + main + `">` +
		`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols>%s</cols><sheetData>%s</sheetData>%s` +
		`<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>` +
		`<headerFooter><oddFooter>%s</oddFooter></headerFooter></worksheet>`

	styles = declaration + `<styleSheet xmlns="` + main + `"><fonts count="5">` +
		`<font><sz val="11"/><name val="Calibri"/></font>` +
		`<font><b/><sz val="16"/><name val="Calibri"/></font>` +
		`<font><b/><sz val="12"/><name val="Calibri"/></font>` +
		`<font><sz val="11"/><color rgb="FF666666"/><name val="Calibri"/></font>` +
		`<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF2"/></patternFill></fill></fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>` +
		`<left style="thin"><color rgb="FF999999"/></left><right style="thin"><color rgb="FF999999"/></right>` +
		`<top style="thin"><color rgb="FF999999"/></top><bottom style="thin"><color rgb="FF999999"/></bottom><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7">` +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>` +
		`<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">` + wrap + `</xf>` +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">` + wrap + `</xf>` +
		`<xf numFmtId="0" fontId="4" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">` + wrap + `</xf>` +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1">` + wrap + `</xf></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

	wrap = `<alignment vertical="top" wrapText="1"/>`
)
