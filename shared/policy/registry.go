package policy

// A Fact is an entry of the registry: a name that policies may test, its type
// and unit, its words in both languages, the gate that first knows it, and
// where a person fills it in.
type Fact struct {
	Name  string
	Type  Type
	Words Words
	Unit  Words  // behind a number: 人 / people
	Gate  Gate   // first gate that knows it: unknown before it is pending, from it on missing
	Field string // JSON Pointer pattern, * is the thing's index: "/guests/*/name"; "" when nobody types it in
	// Values are the words of a choice's values.
	Choices []Choice
}
