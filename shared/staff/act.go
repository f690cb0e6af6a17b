package staff

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"yingbin/shared/i18n"
)

// System is the actor of what the passing of time does, and of setting up.
const System = "system"

// An Act says who does something and when. All domain packages take it.
type Act struct {
	By   string    // staff id, or System
	At   time.Time // the time of the request or event
	Key  string    // the client's idempotency key; empty: none
	Mark string    // tells a command without key from others at the same time
	Lang i18n.Lang // the actor's language, for answers
	// Chosen says that the language was chosen on this device, not guessed.
	Chosen bool
}

// Digest hashes parts to 32 hexadecimal digits, each kept apart from the next.
func Digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}
