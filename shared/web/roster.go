package web

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/staff"
)

// A StaffList is POST /staff/list: people as a spreadsheet's cells, one a line.
// Its first line may name the columns; without it they are name, e-mail,
// department, position, phone and role.
type StaffList struct {
	Text string `json:"text" req:"true" max:"30000"`
}

// rosterColumns are the columns in their usual order, with what else people
// call them.
var rosterColumns = []struct {
	name  string
	words string
	to    func(*staff.AddStaff) *string
}{
	{"name", "姓名 名字 员工 员工姓名 name", func(p *staff.AddStaff) *string { return &p.Name }},
	{"email", "邮箱 电子邮箱 电子邮件 邮件 公司邮箱 email e-mail mail", func(p *staff.AddStaff) *string { return &p.Email }},
	{"department", "部门 所属部门 department dept", func(p *staff.AddStaff) *string { return &p.Department }},
	{"position", "职务 职位 岗位 position title", func(p *staff.AddStaff) *string { return &p.Position }},
	{"phone", "电话 手机 手机号 联系电话 phone mobile", func(p *staff.AddStaff) *string { return &p.Phone }},
	{"role", "角色 role roles", nil},
	{"latin", "英文名 拼音 latin english", func(p *staff.AddStaff) *string { return &p.Latin }},
}

// addList adds a pasted list of people.
func (s *Services) addList(c *Call, cmd StaffList) (staff.Roster, error) {
	ids, err := s.departmentIDs(c)
	if err != nil {
		return staff.Roster{}, err
	}
	return s.Staff.AddRoster(c.Context(), c.Act(), staff.AddRoster{People: rosterOf(cmd.Text), IDs: ids})
}

// usualNames are what companies call the departments that the shipped policies
// know, beside the policies' own names of the positions.
var usualNames = map[string]string{"市场部": "sales", "销售部": "sales", "营销部": "sales", "Sales": "sales", "Marketing": "sales",
	"接待办": "office", "接待办公室": "office", "行政部": "general-affairs", "综合部": "general-affairs", "技术部": "rd", "采购部": "supply",
	"车队": "drivers", "司机队": "drivers", "财务": "finance"}

// departmentIDs are ids for new departments by name: a department that has the
// name of a policy's position is the one that the position falls to.
func (s *Services) departmentIDs(c *Call) (map[string]string, error) {
	ids := maps.Clone(usualNames)
	for _, id := range c.Company.Info.Policies {
		p, err := s.Policies.Get(c.Context(), id, "")
		if err != nil {
			return nil, err
		}
		for _, r := range p.Roles {
			for _, l := range i18n.Langs() {
				ids[r.Words.In(l)] = r.ID
			}
		}
	}
	return ids, nil
}

// rosterOf reads the lines of a list.
func rosterOf(text string) (people []staff.AddStaff) {
	var columns []string
	for _, c := range rosterColumns {
		columns = append(columns, c.name)
	}
	for n, line := range nonBlank(text) {
		cells := cellsOf(line)
		if heads := headings(cells); n == 0 && heads != nil {
			columns = heads
			continue
		}
		people = append(people, personOf(columns, cells))
	}
	return people
}

// nonBlank are the lines that hold something.
func nonBlank(text string) []string {
	return slices.DeleteFunc(strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
}

// commas are those that a list without tabs is cut at.
var commas = strings.NewReplacer("，", "\t", ",", "\t", ";", "\t", "；", "\t")

// cellsOf cuts a line at tabs, else at commas.
func cellsOf(line string) []string {
	if !strings.Contains(line, "\t") {
		line = commas.Replace(line)
	}
	cells := strings.Split(line, "\t")
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
	}
	return cells
}

// headings are the columns that a first line names; nil where it names no two.
func headings(cells []string) []string {
	found, columns := 0, make([]string, len(cells))
	for i, cell := range cells {
		for _, c := range rosterColumns {
			if slices.Contains(strings.Fields(c.words), strings.ToLower(cell)) {
				columns[i] = c.name
				found++
			}
		}
	}
	if found < 2 {
		return nil
	}
	return columns
}

// personOf is the person of one line; who has no role is staff.
func personOf(columns, cells []string) (p staff.AddStaff) {
	for i, cell := range cells {
		for _, c := range rosterColumns {
			if i >= len(columns) || columns[i] != c.name || cell == "" {
				continue
			}
			if c.to == nil {
				p.Roles = rolesOf(cell)
			} else {
				*c.to(&p) = cell
			}
		}
	}
	if len(p.Roles) == 0 {
		p.Roles = []string{"staff"}
	}
	return p
}

// rolesOf reads roles in the words of any language; one that is none stays as
// it is written, to be refused by name.
func rolesOf(cell string) (roles []string) {
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune("、/+", r) }) {
		if role := roleOf(strings.TrimSpace(part)); role != "" {
			roles = append(roles, role)
			continue
		}
		for word := range strings.FieldsSeq(part) {
			roles = append(roles, cmp.Or(roleOf(word), word))
		}
	}
	return roles
}

// roleOf is the role that a word means; none for any other word.
func roleOf(word string) string {
	for _, r := range staff.Roles() {
		if strings.EqualFold(word, string(r)) {
			return string(r)
		}
		for _, l := range i18n.Langs() {
			if strings.EqualFold(word, i18n.T(l, "word.role."+string(r))) {
				return string(r)
			}
		}
	}
	return ""
}
