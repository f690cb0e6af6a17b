package customer_test

import (
	"testing"

	"yingbin/shared/customer"
)

func TestNamesThatMayMeanTheSame(t *testing.T) {
	for _, x := range []struct {
		a, b string
		same bool
	}{
		{"深圳华星光电技术有限公司", "华星光电", true},
		{"深圳市华星光电技术有限公司", "华星光电（深圳）有限公司", true},
		{"华星光电", "TCL华星光电", true},
		{"Huaxing Guangdian", "华星光电", true},
		{"花兴广电", "华星光电", true}, // as it was heard
		{"Robert Bosch GmbH", "ROBERT BOSCH", true},
		{"Bosch", "Robert Bosch GmbH", true},
		{"Bosch", "Boschmann AG", false},
		{"ABB", "ABB (China) Co., Ltd.", true},
		{"ABB", "ABBA", false},
		{"深圳一号", "广州一号", true}, // perhaps
		{"深圳一号", "一号店铺", false},
		{"中国银行", "中国建设银行", false},
		{"北京", "北京现代", false},
		{"", "华星", false},
	} {
		for range 2 {
			if got := customer.SameName(customer.Core(x.a), customer.Core(x.b)); got != x.same {
				t.Errorf("%s and %s: %v (%v, %v)", x.a, x.b, got, customer.Core(x.a), customer.Core(x.b))
			}
			x.a, x.b = x.b, x.a
		}
	}
}

func TestSimilarCustomersAreFound(t *testing.T) {
	s, _ := open(t)
	long := create(t, s, customer.Create{Name: "深圳市华星光电技术有限公司", Contacts: []customer.AddContact{{Name: "单志强", Key: true, Phone: "+86 138-0001-0002"}}})
	short := create(t, s, customer.Create{Name: "华星光电"})
	phone := create(t, s, customer.Create{Name: "TCL面板", Contacts: []customer.AddContact{{Name: "单总", Phone: "13800010002"}}})
	create(t, s, customer.Create{Name: "蓝海置业"})
	for id, want := range map[string]map[string]string{
		long.Customer.ID:  {short.Customer.ID: "name", phone.Customer.ID: "phone"},
		short.Customer.ID: {long.Customer.ID: "name"},
		phone.Customer.ID: {long.Customer.ID: "phone"},
	} {
		v, err := s.Choose(t.Context(), id, "")
		if err != nil || len(v.Similar) != len(want) {
			t.Errorf("%s: %+v, %v", id, v.Similar, err)
		}
		for _, x := range v.Similar {
			if want[x.ID] != x.Why {
				t.Errorf("%s: %s by %s", id, x.Name, x.Why)
			}
		}
	}
	for name, want := range map[string]int{"华星光电（深圳）": 2, "huaxing guangdian": 2, "蓝海": 0, "！": 0, "": 0} {
		if list, err := s.Alike(t.Context(), name); err != nil || len(list) != want {
			t.Errorf("%s: %+v, %v", name, list, err)
		}
	}
}
