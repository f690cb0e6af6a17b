package customer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"ＡＢＣ　科技（深圳）有限公司": "abc科技深圳有限公司", " Robert-Bosch  GmbH & Co. ": "robertboschgmbhco",
		"+86 138-0001 0002": "8613800010002", "R-20261124-003": "r20261124003", "！？": "", "Ünal": "ünal",
	} {
		if got := Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
	if foldPhone("+86 138-0001-0002") != "13800010002" || foldPhone("13800010002") != "13800010002" || foldPhone("+49 30 1234") != "49301234" {
		t.Error("phones are folded wrongly")
	}
}

func TestSurnamesAreReadAsSurnames(t *testing.T) {
	for name, want := range map[string]string{
		"单田芳": "shan tian fang", "曾国藩": "zeng guo fan", "解放": "xie fang", "尉迟恭": "yu chi gong", "王芳": "wang fang",
		"吕布": "lv bu", "Anna Schmidt": "anna schmidt",
	} {
		var got []string
		for _, s := range syllables(name, true) {
			got = append(got, s.reading)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s is read %q, want %q", name, got, want)
		}
	}
}

func TestSurnamesHoldOnlyWhatIsReadOtherwise(t *testing.T) {
	for name, want := range surnames {
		same := true
		for i, r := range []rune(name) {
			same = same && reading(r) == want[i]
		}
		if same {
			t.Errorf("%s is read %q anyway", name, want)
		}
	}
}

func TestNameTokens(t *testing.T) {
	var got []string
	for _, x := range nameTokens("华星 TCL", false) {
		got = append(got, x.text)
	}
	if d := cmp.Diff([]string{"华星tcl", "huaxingtcl", "hxt", "星tcl", "xingtcl", "xt", "tcl", "t"}, got); d != "" {
		t.Error(d)
	}
	if n := len(nameTokens("深圳市华星光电半导体显示技术有限公司", false)); n != 24 {
		t.Errorf("%d words, want 24", n)
	}
}

func TestOrder(t *testing.T) {
	for name, want := range map[string]string{"深圳华星": "shen zhen hua xing", "BYD 比亚迪": "byd bi ya di", "3M中国": "3m zhong guo", "重庆长安": "chong qing chang an", "中国银行成都": "zhong guo yin hang cheng du"} {
		if got := Order(name); got != want {
			t.Errorf("Order(%s) = %q, want %q", name, got, want)
		}
	}
	if len(Order(strings.Repeat("庄", 200))) > 400 {
		t.Error("a long name makes a long key")
	}
}

func FuzzSyllables(f *testing.F) {
	f.Add("深圳 TCL（华星）")
	f.Add("\xff单 ")
	f.Fuzz(func(t *testing.T, name string) {
		var all strings.Builder
		for _, s := range syllables(name, true) {
			if s.text == "" || s.reading == "" {
				t.Errorf("empty syllable in %q", name)
			}
			all.WriteString(s.text)
		}
		if all.String() != Fold(name) {
			t.Errorf("%q folds to %q, syllables to %q", name, Fold(name), all.String())
		}
		for _, x := range nameTokens(name, false) {
			wordKey(x.text, "c1")
		}
	})
}
