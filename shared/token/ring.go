package token

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
)

// A use separates the keys: what one signs, no other believes.
type use string

// The seven keys.
const (
	useSession use = "session"
	useLink    use = "link"
	usePass    use = "pass"
	useCursor  use = "cursor"
	useSignIn  use = "sign-in"
	useUpload  use = "upload"
	useResume  use = "resume"
)

// secretLen is the length of a master secret in bytes.
const secretLen = 32

// A Master is a secret from which the keys of all purposes are derived.
type Master struct {
	ID     byte   `json:"id"` // travels in each token
	Secret []byte `json:"secret"`
}

// A Ring holds the active masters, the signing one first. It is safe for
// concurrent use.
type Ring struct {
	masters []Master
	keys    map[use][][]byte // in the order of masters
}

// NewRing makes a ring of one or two masters of 32 bytes with different ids.
func NewRing(masters ...Master) (*Ring, error) {
	if len(masters) == 0 || len(masters) > 2 {
		return nil, fmt.Errorf("a key ring has one or two masters, not %d", len(masters))
	}
	r := &Ring{masters: masters, keys: map[use][][]byte{}}
	for i, m := range masters {
		if len(m.Secret) != secretLen || i > 0 && masters[0].ID == m.ID {
			return nil, fmt.Errorf("master %d of the key ring is malformed", i+1)
		}
		for _, u := range []use{useSession, useLink, usePass, useCursor, useSignIn, useUpload, useResume} {
			key, err := hkdf.Key(sha256.New, m.Secret, nil, "yingbin/"+string(u), secretLen)
			if err != nil {
				return nil, fmt.Errorf("derive the %s key: %w", u, err)
			}
			r.keys[u] = append(r.keys[u], key)
		}
	}
	return r, nil
}

// Generate makes a ring with one fresh master.
func Generate(random io.Reader) (*Ring, error) {
	secret := make([]byte, secretLen)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	return NewRing(Master{ID: 1, Secret: secret})
}

// Rotate gives a ring that signs with a fresh master and still believes what
// this ring signed. What the ring before this one signed is believed no longer.
func (r *Ring) Rotate(random io.Reader) (*Ring, error) {
	fresh, err := Generate(random)
	if err != nil {
		return nil, err
	}
	next := fresh.masters[0]
	next.ID = r.masters[0].ID + 1
	return NewRing(next, r.masters[0])
}

// ring is how a Ring is stored.
type ring struct {
	Schema  int      `json:"s"`
	Masters []Master `json:"masters"`
}

// MarshalJSON gives the secrets: whoever stores them protects them.
func (r *Ring) MarshalJSON() ([]byte, error) { return json.Marshal(ring{1, r.masters}) }

// ParseRing reads what MarshalJSON gave.
func ParseRing(data []byte) (*Ring, error) {
	var stored ring
	if err := json.Unmarshal(data, &stored); err != nil {
		return nil, fmt.Errorf("read the key ring: %w", err)
	}
	return NewRing(stored.Masters...)
}

// key finds the key of a use by its id; nil when it is not active.
func (r *Ring) key(u use, id byte) []byte {
	for i, m := range r.masters {
		if m.ID == id {
			return r.keys[u][i]
		}
	}
	return nil
}
