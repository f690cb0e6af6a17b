package staff

import (
	"yingbin/shared/calendar"
	"yingbin/shared/i18n"
)

// Fixture gives the company of trials and demonstrations: HEAD and the entries
// for Import. Staff are named by their ids, with addresses at demo.example.
func Fixture() (Info, []Entry) {
	info := Info{
		Schema: Schema, Name: "迎宾示范科技", Legal: "迎宾示范科技股份有限公司", Latin: "Yingbin Demo Technology Co., Ltd.",
		Zone: "Asia/Shanghai", Site: "深圳总部", Address: "深圳市南山区示范路 8 号",
		AddressLatin: "8 Shifan Road, Nanshan District, Shenzhen, China", Phone: "0755-8600 0000",
		Languages: []i18n.Lang{i18n.ZH, i18n.EN}, Hours: calendar.Default,
		Policy: "envicool", Policies: []string{"envicool", "showroom"},
	}
	var entries []Entry
	for _, d := range fixtureDepartments {
		d.Schema = Schema
		entries = append(entries, Entry{"DEPT#" + d.ID, d})
	}
	for _, p := range fixturePeople {
		p.Schema, p.Email, p.Language = Schema, p.ID+"@demo.example", i18n.ZH
		entries = append(entries, Entry{"STAFF#" + p.ID, p})
	}
	for _, policy := range info.Policies {
		entries = append(entries, Entry{"POSITIONS#" + policy, positions{Schema: Schema, Roles: fixturePositions()[policy]}})
	}
	return info, entries
}

var fixtureDepartments = []Department{
	{ID: "sales", Name: "市场部", Latin: "Marketing", Head: "head"},
	{ID: "office", Name: "客户工程部", Latin: "Customer Engineering", Head: "office"},
	{ID: "general-affairs", Name: "总务部", Latin: "General Affairs", Head: "general-affairs"},
	{ID: "rd", Name: "研发部", Latin: "R&D", Head: "rd"},
	{ID: "supply", Name: "供应链", Latin: "Supply Chain", Head: "supply"},
	{ID: "production", Name: "生产部", Latin: "Production", Head: "production"},
	{ID: "drivers", Name: "车队", Latin: "Drivers", Head: "driver-head"},
	{ID: "finance", Name: "财务部", Latin: "Finance", Head: "finance"},
}

var fixturePeople = []Person{
	{ID: "sales", Name: "王芳", Latin: "Wang Fang", Position: "销售经理", Phone: "13800010001", Department: "sales", Roles: []Role{Sales}},
	{ID: "sales2", Name: "李强", Latin: "Li Qiang", Position: "销售经理", Phone: "13800010002", Department: "sales", Roles: []Role{Sales}},
	{ID: "head", Name: "赵磊", Latin: "Zhao Lei", Position: "市场部经理", Phone: "13800010003", Department: "sales", Roles: []Role{Head}},
	{ID: "director", Name: "孙志远", Latin: "Sun Zhiyuan", Position: "营销总监", Phone: "13800010004", Department: "sales", Roles: []Role{Director}},
	{ID: "office", Name: "陈静", Latin: "Chen Jing", Position: "客户工程部经理", Phone: "13800010005", Department: "office", Roles: []Role{Office}},
	{ID: "office2", Name: "刘洋", Latin: "Liu Yang", Position: "接待专员", Phone: "13800010006", Department: "office", Roles: []Role{Office}},
	{ID: "gm", Name: "周建国", Latin: "Zhou Jianguo", Position: "总经理", Phone: "13800010007", Department: "office", Roles: []Role{GM}},
	{ID: "admin", Name: "徐晨", Latin: "Xu Chen", Position: "系统管理员", Phone: "13800010008", Department: "office", Roles: []Role{Admin}},
	{ID: "general-affairs", Name: "吴敏", Latin: "Wu Min", Position: "总务部经理", Phone: "13800010009", Department: "general-affairs", Roles: []Role{Member}},
	{ID: "gate", Name: "黄勇", Latin: "Huang Yong", Position: "门卫", Phone: "13800010010", Department: "general-affairs", Roles: []Role{Gate}},
	{ID: "rd", Name: "郑凯", Latin: "Zheng Kai", Position: "研发部经理", Phone: "13800010011", Department: "rd", Roles: []Role{Member}},
	{ID: "supply", Name: "冯雪", Latin: "Feng Xue", Position: "供应链经理", Phone: "13800010012", Department: "supply", Roles: []Role{Member}},
	{ID: "production", Name: "何军", Latin: "He Jun", Position: "生产部经理", Phone: "13800010013", Department: "production", Roles: []Role{Member}},
	{ID: "driver-head", Name: "马超", Latin: "Ma Chao", Position: "车队队长", Phone: "13800010014", Department: "drivers", Roles: []Role{Member}},
	{ID: "finance", Name: "林丽", Latin: "Lin Li", Position: "财务经理", Phone: "13800010015", Department: "finance", Roles: []Role{Finance}},
}

// fixturePositions maps the positions of the adopted policies. The department
// manager is the head of the applicant's department and needs no entry, nor do
// departments and roles whose name says enough.
func fixturePositions() map[string]map[string]Position {
	return map[string]map[string]Position{
		"envicool": {
			"office":          {Staff: []string{"office"}},
			"office-head":     {Staff: []string{"office"}},
			"director":        {Staff: []string{"director"}},
			"gm":              {Staff: []string{"gm"}},
			"general-affairs": {Department: "general-affairs"},
			"rd":              {Department: "rd"},
			"supply":          {Department: "supply"},
			"production":      {Department: "production"},
			"drivers":         {Department: "drivers"},
			"finance":         {Department: "finance"},
		},
		"showroom": {
			"office":             {Staff: []string{"office"}},
			"director":           {Staff: []string{"director"}},
			"general-affairs":    {Department: "general-affairs"},
			"showroom-assistant": {Department: "general-affairs"},
			"drivers":            {Department: "drivers"},
			"finance":            {Department: "finance"},
		},
	}
}
