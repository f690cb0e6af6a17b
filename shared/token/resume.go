package token

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"yingbin/shared/fault"
)

// ResumeLife is how long a form that met no session waits for its writer.
const ResumeLife = 24 * time.Hour

// A Resume is a form that was sent when its writer's session was over. It
// travels through the pages for signing in, sealed: only this site reads it.
type Resume struct {
	Path  string              `json:"path"` // that the form was sent to
	Input map[string][]string `json:"input"`
	At    time.Time           `json:"at"`
	File  bool                `json:"file,omitempty"` // a file was sent along; it is not kept
}

// SealResume gives the form so that nobody but this ring can read it.
func (r *Ring) SealResume(random io.Reader, x Resume) (string, error) {
	plain, err := json.Marshal(x)
	if err != nil {
		return "", fmt.Errorf("seal a form: %w", err)
	}
	box, err := boxOf(r.keys[useResume][0])
	if err != nil {
		return "", err
	}
	head := []byte{version, r.masters[0].ID}
	nonce := make([]byte, box.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", fmt.Errorf("seal a form: %w", err)
	}
	return letters.EncodeToString(box.Seal(append(head, nonce...), nonce, plain, head)), nil
}

// OpenResume reads a sealed form; not-found for what this ring did not seal,
// resume-expired for one that waited too long.
func (r *Ring) OpenResume(text string, at time.Time) (x Resume, err error) {
	data, err := letters.DecodeString(text)
	if err != nil || len(data) < 2 || data[0] != version {
		return x, fault.Missing()
	}
	key := r.key(useResume, data[1])
	if key == nil {
		return x, fault.Missing()
	}
	box, err := boxOf(key)
	if err != nil {
		return x, err
	}
	head, rest := data[:2], data[2:]
	if len(rest) < box.NonceSize() {
		return x, fault.Missing()
	}
	plain, err := box.Open(nil, rest[:box.NonceSize()], rest[box.NonceSize():], head)
	if err != nil || json.Unmarshal(plain, &x) != nil {
		return Resume{}, fault.Missing()
	}
	if !at.Before(x.At.Add(ResumeLife)) {
		return x, fault.New(fault.Gone, "resume-expired")
	}
	return x, nil
}

// boxOf makes the cipher of a key: AES-256-GCM.
func boxOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("the key of kept forms: %w", err)
	}
	return cipher.NewGCM(block)
}

// MarkLen is how many letters say to whom a page's forms were shown.
const MarkLen = 12

// Mark adds to the random key of a page's forms whom the page was shown to, so
// that a form that is kept comes back to nobody else.
func (r *Ring) Mark(key, staff string) string {
	return key + markOf(r.keys[useResume][0], key, staff)
}

// Marked says whether a page with this key was shown to a person.
func (r *Ring) Marked(key, staff string) bool {
	if len(key) < MarkLen {
		return false
	}
	random, mark := key[:len(key)-MarkLen], key[len(key)-MarkLen:]
	for _, k := range r.keys[useResume] {
		if hmac.Equal([]byte(mark), []byte(markOf(k, random, staff))) {
			return true
		}
	}
	return false
}

func markOf(key []byte, random, staff string) string {
	var p packer
	p.text(random)
	p.text(staff)
	return letters.EncodeToString(mac(key, p))[:MarkLen]
}
