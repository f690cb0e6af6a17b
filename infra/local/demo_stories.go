package main

import (
	"time"

	"yingbin/shared/reception"
)

// A story is one visit of the demonstration: who comes when, by which policy,
// and how far it has got by now.
type story struct {
	customer, class, policy, applicant, purpose string
	days, hour, hours                           int // start: days from today, local hour; length
	guests                                      []reception.Guest
	room                                        string
	lunch, dinner                               int64 // yuan
	dinnerAt                                    string
	to                                          reception.State
	urgent, hurry, incident, unanswered         bool // hurry: submitted on the last day
	slow                                        bool // its summary was filed too late
	clash                                       bool // its plan takes what another has
	under                                       bool // under way, whatever the hour; moved where nine to five would not do
	later                                       bool // still to come today, if the day is long enough
	score                                       int
	promise, gift                               string
}

// people are the guests of the demonstration.
var (
	zhang  = reception.Guest{Name: "张建华", Position: "总经理", Kind: "market-dealer-leader", Main: true, Language: "zh", Email: "zhang@yihao.example", Phone: "13900000001"}
	smith  = reception.Guest{Name: "John Smith", Position: "Chief engineer", Kind: "enterprise-leader", Language: "en", Email: "john.smith@yihao.example", Diet: "vegetarian"}
	limin  = reception.Guest{Name: "李敏", Position: "采购总监", Kind: "engineering-buyer", Main: true, Language: "zh", Email: "limin@yuanjing.example", Phone: "13900000002"}
	qian   = reception.Guest{Name: "钱伟", Position: "技术经理", Kind: "technician", Language: "zh", Email: "qianwei@yuanjing.example", Diet: "清真"}
	muller = reception.Guest{Name: "Anna Müller", Position: "Head of purchasing", Kind: "enterprise-leader", Main: true, Language: "en", Email: "anna.mueller@nordwind.example", Phone: "+49 170 0000001"}
	sato   = reception.Guest{Name: "佐藤健", Position: "部长", Kind: "senior-manager", Main: true, Language: "en", Email: "sato@hikari.example"}
	sun    = reception.Guest{Name: "孙丽", Position: "经销商负责人", Kind: "cooperating-dealer", Main: true, Language: "zh", Email: "sunli@hezuo.example", Phone: "13900000003"}
	wu     = reception.Guest{Name: "吴刚", Position: "设计师", Kind: "designer", Language: "zh"}
	he     = reception.Guest{Name: "何卫东", Position: "总工程师", Kind: "enterprise-leader", Main: true, Language: "zh", Email: "he@huadong.example", Phone: "13900000004"}
	tang   = reception.Guest{Name: "唐颖", Position: "采购经理", Kind: "engineering-buyer", Language: "zh", Email: "tang@huadong.example", Diet: "不吃辣"}
	ozols  = reception.Guest{Name: "Jānis Ozols", Position: "Service manager", Kind: "technician", Main: true, Language: "en", Email: "janis.ozols@baltic.example"}
	gao    = reception.Guest{Name: "高志强", Position: "局长", Kind: "government", Main: true, Language: "zh"}
)

// stories are told in the order of their dates: two years of history, then a
// reception in each state around today.
func stories() []story {
	return append(history(), today()...)
}

// history is a visit every two months two years ago, every three weeks since
// then; 深圳一号科技 came most often.
func history() []story {
	type regular struct {
		customer, class, policy string
		guests                  []reception.Guest
	}
	regulars := []regular{
		{"深圳一号科技", "key-account", "envicool", []reception.Guest{zhang, smith}},
		{"上海远景能源", "important", "envicool", []reception.Guest{limin, qian}},
		{"合作建材", "general", "showroom", []reception.Guest{sun, wu}},
		{"Nordwind GmbH", "important", "envicool", []reception.Guest{muller}},
		{"光株式会社", "general", "showroom", []reception.Guest{sato, wu, sun}},
	}
	var list []story
	visits := []int{0, 2, 4, 1, 2, 4} // two years ago
	for i := range 22 {
		days, who := -686+i*56, i%len(regulars)
		if i < len(visits) {
			who = visits[i]
		} else {
			days = -350 + (i-len(visits))*21
		}
		r := regulars[who]
		list = append(list, story{customer: r.customer, class: r.class, policy: r.policy, applicant: []string{"sales", "sales2"}[i%2],
			purpose: []string{"参观工厂", "技术交流", "商务洽谈"}[i%3], days: days, hour: 9 + i%3, hours: 7, guests: r.guests,
			room: []string{"room-a", "room-b", "showroom"}[i%3], lunch: int64(200 + 40*(i%4)), dinner: int64(300 + 50*(i%3)),
			dinnerAt: []string{"海景酒楼", "老街菜馆", "公司餐厅"}[i%3], to: reception.Archived, score: 3 + i%3, unanswered: i%4 == 3,
			promise: "两周内寄送样品和报价", gift: []string{"", "纪念品"}[i%2], urgent: i%9 == 7, hurry: i%9 == 7, slow: i%6 == 1})
	}
	return list
}

// today is what the desk, the calendar and the board show. 华东冷却 and
// 深圳一号科技 are rivals and come on the same day; two plans want room B at the
// same hour.
func today() []story {
	return append([]story{
		{customer: "合作建材", class: "general", policy: "showroom", applicant: "sales2", purpose: "新品看样", days: -3, hour: 10, hours: 6, guests: []reception.Guest{sun, wu}, room: "showroom", lunch: 280, dinner: 380, dinnerAt: "老街菜馆", to: reception.Closing, promise: "补寄产品目录"},
		{customer: "深圳一号科技", class: "key-account", policy: "envicool", applicant: "sales", purpose: "年度合作洽谈，参观样品室和实验室", under: true, hour: 9, hours: 8, guests: []reception.Guest{zhang, smith}, room: "room-a", lunch: 480, dinner: 600, dinnerAt: "海景酒楼", to: reception.Visiting, incident: true},
		{customer: "华东冷却", class: "important", policy: "envicool", applicant: "sales2", purpose: "新一代液冷机组选型", later: true, hour: 14, hours: 3, guests: []reception.Guest{he, tang}, room: "showroom", to: reception.Preparing},
		{customer: "Nordwind GmbH", class: "important", policy: "envicool", applicant: "sales", purpose: "Factory audit", days: 1, hour: 10, hours: 7, guests: []reception.Guest{muller}, room: "room-b", lunch: 300, to: reception.Preparing},
		{customer: "市住建局", class: "organisation", policy: "showroom", applicant: "sales2", purpose: "行业调研", days: 2, hour: 14, hours: 3, guests: []reception.Guest{gao}, room: "showroom", to: reception.Review},
		{customer: "上海远景能源", class: "important", policy: "envicool", applicant: "sales2", purpose: "技术交流", days: 4, hour: 9, hours: 8, guests: []reception.Guest{limin, qian}, room: "room-a", lunch: 400, to: reception.Planning},
		{customer: "光株式会社", class: "general", policy: "envicool", applicant: "sales", purpose: "首次来访", days: 6, hour: 9, hours: 6, guests: []reception.Guest{sato}, to: reception.Submitted},
		{customer: "华南设计院", class: "general", policy: "envicool", applicant: "sales2", purpose: "样品选型", days: 1, hour: 15, hours: 2, guests: []reception.Guest{wu}, to: reception.Submitted, urgent: true, hurry: true},
		{customer: "蓝海置业", class: "important", policy: "envicool", applicant: "sales", purpose: "供应商大会", days: 20, hour: 9, hours: 30, guests: crowd(300), room: "showroom", to: reception.Planning},
		{customer: "合作建材", class: "general", policy: "showroom", applicant: "sales2", purpose: "洽谈展厅复制方案", days: 9, hour: 10, hours: 5, guests: []reception.Guest{sun}, to: reception.Draft},
		{customer: "恒远贸易", class: "general", policy: "envicool", applicant: "sales2", purpose: "参观", days: 5, hour: 13, hours: 2, guests: []reception.Guest{wu}, to: reception.Declined},
		{customer: "北方电气", class: "general", policy: "envicool", applicant: "sales", purpose: "技术交流", days: 7, hour: 9, hours: 4, guests: []reception.Guest{qian}, room: "room-b", to: reception.Cancelled},
	}, ahead()...)
}

// ahead are the visits of the next weeks.
func ahead() []story {
	return []story{
		{customer: "西部水务集团", class: "important", policy: "envicool", applicant: "sales2", purpose: "供应商现场考察", days: 1, hour: 10, hours: 3, guests: []reception.Guest{tang, qian}, room: "room-b", to: reception.Planning, clash: true},
		{customer: "中科热能研究院", class: "organisation", policy: "envicool", applicant: "sales", purpose: "联合实验室技术交流", days: 3, hour: 14, hours: 3, guests: []reception.Guest{he}, to: reception.Review},
		{customer: "Baltic Cooling", class: "general", policy: "envicool", applicant: "sales", purpose: "Product training", days: 10, hour: 9, hours: 7, guests: []reception.Guest{ozols}, to: reception.Submitted},
		{customer: "明德职业学院", class: "organisation", policy: "showroom", applicant: "sales2", purpose: "师生参观实习", days: 12, hour: 14, hours: 2, guests: crowd(24)[1:], to: reception.Submitted},
	}
}

// crowd is a large party.
func crowd(n int) []reception.Guest {
	surnames, given := []rune("王李张刘陈杨黄赵周吴"), []rune("伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚英")
	list := make([]reception.Guest, n)
	for i := range list {
		list[i] = reception.Guest{Name: string(surnames[i%len(surnames)]) + string(given[(i/10)%len(given)]) + string(given[(i*7)%len(given)]),
			Position: []string{"经理", "工程师", "采购", "设计师"}[i%4], Main: i == 0, Language: "zh"}
	}
	list[0].Email = "host@lanhai.example"
	return list
}

// start is when the visit begins, counted from a moment. Nobody comes on a
// weekend but today.
func (s story) start(now time.Time, zone *time.Location) time.Time {
	here := now.In(zone)
	day := here.AddDate(0, 0, s.days)
	for s.days != 0 && (day.Weekday() == time.Saturday || day.Weekday() == time.Sunday) {
		day = day.AddDate(0, 0, 1)
	}
	at := time.Date(day.Year(), day.Month(), day.Day(), s.hour, 0, 0, 0, zone)
	half := here.Truncate(30 * time.Minute)
	switch {
	case s.under && here.Before(at.Add(30*time.Minute)):
		return half.Add(-2 * time.Hour)
	case s.under && here.After(at.Add(time.Duration(s.hours-1)*time.Hour)):
		return half.Add(time.Duration(2-s.hours) * time.Hour)
	case s.later && !at.After(here.Add(time.Hour)):
		return half.Add(90 * time.Minute)
	}
	return at
}

// end is when the visit has been written down: the same evening, where nobody
// was slow.
func (s story) end(now time.Time, zone *time.Location) time.Time {
	at := s.start(now, zone).Add(time.Duration(s.hours)*time.Hour + 2*time.Hour)
	if s.slow {
		return at.AddDate(0, 0, 3)
	}
	return at
}
