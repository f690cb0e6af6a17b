package staff_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// A list is added as a whole, with the departments that are new; what is wrong
// is said by row, and then nobody is added.
func TestRoster(t *testing.T) {
	s, _ := demo(t)
	people := []staff.AddStaff{
		{Name: "钱一", Email: "qian1@demo.example", Department: "质量部", Roles: []string{"staff"}},
		{Name: "钱二", Email: "qian2@demo.example", Department: "质量部", Roles: []string{"head", "staff"}},
		{Name: "钱三", Email: "qian3@demo.example", Department: "市场部", Roles: []string{"sales"}},
		{Name: "钱四", Email: "qian4@demo.example", Department: "实验室", Roles: []string{"staff"}},
	}
	wrong := append([]staff.AddStaff{{Name: "钱五", Email: "qian", Roles: []string{"king"}}, {Name: "钱六", Email: "QIAN1@demo.example"}}, people...)
	_, err := s.AddRoster(t.Context(), admin("w"), staff.AddRoster{People: wrong})
	var at []string
	for _, f := range fault.As(err).Fields {
		at = append(at, f.Field+" "+f.Code)
	}
	if d := cmp.Diff([]string{"/text/0/email invalid", "/text/0/roles invalid", "/text/2/email invalid"}, at); d != "" {
		t.Error(d)
	}
	if load(t, s).Person("qian1@demo.example") != nil {
		t.Error("a part of a wrong list was added")
	}
	done, err := s.AddRoster(t.Context(), admin("r"), staff.AddRoster{People: people, IDs: map[string]string{"质量部": "quality", "实验室": "rd"}})
	if err != nil || len(done.People) != 4 || cmp.Diff([]string{"质量部", "实验室"}, done.Departments) != "" {
		t.Fatalf("%+v, %v", done, err)
	}
	c := load(t, s)
	if got := c.Person("qian3@demo.example").Department; got != "sales" {
		t.Errorf("the department of that name is not taken: %s", got)
	}
	if h := c.HeadOf("quality"); h == nil || h.Name != "钱二" {
		t.Errorf("the new department's head: %+v", h)
	}
	lab := c.Person("qian4@demo.example")
	if lab.Department == "rd" || c.HeadOf(lab.Department).ID != lab.ID {
		t.Errorf("an id that is taken, a head who is the first named: %+v", lab)
	}
	if _, err := s.AddRoster(t.Context(), staff.Act{By: "sales", At: now}, staff.AddRoster{People: people}); code(err) != "forbidden" {
		t.Error(err)
	}
	if _, err := s.AddRoster(t.Context(), admin("e"), staff.AddRoster{}); code(err) != "out-of-range" {
		t.Error(err)
	}
}

// Without a head the first of a department answers for what falls to it.
func TestHolderWithoutHead(t *testing.T) {
	s, _ := demo(t)
	if _, err := s.SetDepartment(t.Context(), admin("d"), staff.SetDepartment{ID: "quality", Name: "展厅"}); err != nil {
		t.Fatal(err)
	}
	if h := load(t, s).Holder("showroom", "quality"); h != nil {
		t.Errorf("an empty department answers: %v", h)
	}
	v, err := s.Add(t.Context(), admin("a"), staff.AddStaff{Name: "钱多", Email: "qian@demo.example", Department: "quality"})
	if err != nil {
		t.Fatal(err)
	}
	if h := load(t, s).Holder("showroom", "quality"); h == nil || h.ID != v.ID {
		t.Errorf("falls to %v", h)
	}
}
