package token

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"time"

	"yingbin/shared/fault"
)

// CursorLife is how long a list may be continued.
const CursorLife = 24 * time.Hour

// SealCursor hides a place in a list. It can be opened only for the same query
// (any text that names it, with the reader in it) and until CursorLife is over.
func (r *Ring) SealCursor(place, query string, at time.Time) string {
	var p packer
	p.text(place)
	p.text(Hash(query))
	p.time(at.Add(CursorLife))
	key := r.keys[useCursor][0]
	// The nonce comes from the content, so that no randomness is needed and no
	// nonce ever meets two contents.
	nonce := mac(key, p)[:12]
	head := []byte{version, r.masters[0].ID}
	return letters.EncodeToString(append(append(head, nonce...), aead(key).Seal(nil, nonce, p, head)...))
}

// OpenCursor gives the place again; whatever does not fit is 422 invalid.
func (r *Ring) OpenCursor(token, query string, at time.Time) (string, error) {
	invalid := fault.Field("/cursor", "invalid")
	data, err := letters.DecodeString(token)
	if err != nil || len(data) < 2+12 || data[0] != version {
		return "", invalid
	}
	key := r.key(useCursor, data[1])
	if key == nil {
		return "", invalid
	}
	plain, err := aead(key).Open(nil, data[2:14], data[14:], data[:2])
	if err != nil {
		return "", invalid
	}
	u := unpacker{data: plain}
	place, hash, until := u.text(), u.text(), u.time()
	if u.done() != nil || !hmac.Equal([]byte(hash), []byte(Hash(query))) || !at.Before(until) {
		return "", invalid
	}
	return place, nil
}

// aead is the cipher of a cursor key; the seal of the nonce uses another key
// than the cipher.
func aead(key []byte) cipher.AEAD {
	sum := sha256.Sum256(append([]byte("cipher\x00"), key...))
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		panic(err) // a 32-byte key always fits
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has 16-byte blocks
	}
	return gcm
}
