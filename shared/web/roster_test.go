package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/staff"
)

// Lists are read as offices keep them: with headings in any order or in the
// usual order without, by tabs or commas, roles in words.
func TestRosterOf(t *testing.T) {
	wang := staff.AddStaff{Name: "王芳", Email: "w@x.example", Department: "市场部", Position: "经理", Phone: "138", Roles: []string{"sales", "head"}}
	for name, text := range map[string]string{
		"usual":    "王芳\tw@x.example\t市场部\t经理\t138\t销售 部门经理\r\n",
		"headings": "\n邮箱\t备注\t姓名\t角色\t部门\t职务\t手机\nw@x.example\tx\t王芳\tsales/head\t市场部\t经理\t138",
		"commas":   "王芳，w@x.example，市场部，经理，138，Sales king",
	} {
		want := []staff.AddStaff{wang}
		if name == "commas" {
			want[0].Roles = []string{"sales", "king"} // a word that is no role is refused by name
		}
		if d := cmp.Diff(want, rosterOf(text)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if d := cmp.Diff([]staff.AddStaff{{Name: "李", Email: "l@x.example", Roles: []string{"staff"}}}, rosterOf("李,l@x.example")); d != "" {
		t.Error(d)
	}
}
