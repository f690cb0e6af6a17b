package reception

// A LinkRef is what a mailed link is bound to, already verified. It grants
// nothing by itself: who acts, and whether he still may, is checked again.
type LinkRef struct {
	Purpose   string // review task exception guest survey settlement
	Person    string // staff id, guest id or "driver:VEHICLE"
	Reception string
	Subject   string // ask's subject, task id, exception id
	Revision  int
}
