package token

import (
	"crypto/ed25519"
	"time"

	"yingbin/shared/fault"
)

// A Pass lets a guest in. Anybody with the public key can check it, so a gate
// works without a network and without a secret on the phone.
type Pass struct {
	Reception string
	Guest     string
	Until     time.Time // to the second
}

// SignPass gives the pass as it stands in the QR code.
func (r *Ring) SignPass(p Pass) string {
	var f packer
	f.text(p.Reception)
	f.text(p.Guest)
	f.time(p.Until)
	data := append([]byte{version, r.masters[0].ID}, f...)
	key := ed25519.NewKeyFromSeed(r.keys[usePass][0])
	return letters.EncodeToString(append(data, ed25519.Sign(key, data)...))
}

// PassKeys gives the public keys, by key id, with which passes are checked.
func (r *Ring) PassKeys() PassKeys {
	keys := PassKeys{}
	for i, m := range r.masters {
		keys[m.ID] = ed25519.NewKeyFromSeed(r.keys[usePass][i]).Public().(ed25519.PublicKey)
	}
	return keys
}

// PassKeys are public keys by id; they are safe to hand out.
type PassKeys map[byte]ed25519.PublicKey

// Open reads a pass; a forged one is not-found. Whether the guest is still
// expected, and until when, is for the caller to judge.
func (k PassKeys) Open(token string) (Pass, error) {
	data, err := letters.DecodeString(token)
	if err != nil || len(data) < 2+ed25519.SignatureSize || data[0] != version {
		return Pass{}, fault.Missing()
	}
	signed, sig := data[:len(data)-ed25519.SignatureSize], data[len(data)-ed25519.SignatureSize:]
	key, ok := k[data[1]]
	if !ok || !ed25519.Verify(key, signed, sig) {
		return Pass{}, fault.Missing()
	}
	u := unpacker{data: signed[2:]}
	p := Pass{Reception: u.text(), Guest: u.text(), Until: u.time()}
	return p, u.done()
}

// OpenPass reads a pass with this ring's own keys.
func (r *Ring) OpenPass(token string) (Pass, error) { return r.PassKeys().Open(token) }
