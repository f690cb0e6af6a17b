package reception

import "sync"

// numbers hands out different candidates to the concurrent submissions of one
// process, so that they do not all try the same number.
type numbers struct {
	mu   sync.Mutex
	last map[string]int
}

// next gives a candidate above the stored hint and above what it gave before.
// A store that was emptied begins anew: its hint is then 0.
func (n *numbers) next(day string, hint int) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.last == nil {
		n.last = map[string]int{}
	}
	given := max(hint, n.last[day]) + 1
	n.last[day] = given
	return given
}

// Forget drops what this process remembers of the store, for when it was
// emptied or imported.
func (s *Service) Forget() {
	s.numbers.mu.Lock()
	defer s.numbers.mu.Unlock()
	s.numbers.last = nil
}
