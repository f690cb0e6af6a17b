package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// SignInLife is how long a sign-in code and its link work.
const SignInLife = 10 * time.Minute

// NewChallenge makes the secret that ties a sign-in code to the browser that
// asked for it: 128 random bits.
func NewChallenge(random io.Reader) (string, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("make a challenge: %w", err)
	}
	return letters.EncodeToString(b), nil
}

// Code derives the six digits of a challenge, so that they are stored nowhere.
// It takes the challenge's name (Hash of the challenge), which is what the
// store and the event know.
func (r *Ring) Code(challengeHash string) string { return code(r.keys[useSignIn][0], challengeHash) }

// CodeIs compares six digits with the code of a challenge in constant time.
func (r *Ring) CodeIs(challengeHash, digits string) bool {
	match := false
	for _, key := range r.keys[useSignIn] {
		match = hmac.Equal([]byte(code(key, challengeHash)), []byte(digits)) || match
	}
	return match
}

// code is uniform over a million within 2⁻⁴⁴.
func code(key []byte, subject string) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("code\x00" + subject))
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(h.Sum(nil))%1_000_000)
}

// Hash names a secret without giving it away: 26 letters fit for a document key.
func Hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_ = binary.Write(h, binary.BigEndian, uint32(len(p)))
		h.Write([]byte(p))
	}
	return letters.EncodeToString(h.Sum(nil)[:20])
}
