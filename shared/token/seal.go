package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"yingbin/shared/fault"
)

// version is the first byte of every token.
const version = 1

// macLen is how much of the HMAC-SHA256 a token carries: 128 bits.
const macLen = 16

var letters = base64.RawURLEncoding.Strict()

// sign gives the token of a payload.
func (r *Ring) sign(u use, payload []byte) string {
	data := append([]byte{version, r.masters[0].ID}, payload...)
	return letters.EncodeToString(append(data, mac(r.keys[u][0], data)...))
}

// verify gives the payload of a token, or not-found for whatever this ring did
// not sign for this use.
func (r *Ring) verify(u use, token string) ([]byte, error) {
	data, err := letters.DecodeString(token)
	if err != nil || len(data) < 2+macLen || data[0] != version {
		return nil, fault.Missing()
	}
	signed, seal := data[:len(data)-macLen], data[len(data)-macLen:]
	key := r.key(u, data[1])
	if key == nil || !hmac.Equal(seal, mac(key, signed)) {
		return nil, fault.Missing()
	}
	return signed[2:], nil
}

// mac is the seal of data.
func mac(key, data []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(data)
	return h.Sum(nil)[:macLen]
}

// A packer writes fields one behind the other: texts with their length, numbers
// as varints, times as Unix seconds.
type packer []byte

func (p *packer) text(s string) {
	*p = append(binary.AppendUvarint(*p, uint64(len(s))), s...)
}
func (p *packer) number(n int64)   { *p = binary.AppendVarint(*p, n) }
func (p *packer) time(t time.Time) { p.number(t.Unix()) }

// An unpacker reads them again; bad says that something did not fit.
type unpacker struct {
	data []byte
	bad  bool
}

func (u *unpacker) text() string {
	n, size := binary.Uvarint(u.data)
	if size <= 0 || n > uint64(len(u.data)-size) {
		u.bad = true
		return ""
	}
	s := string(u.data[size : size+int(n)])
	u.data = u.data[size+int(n):]
	return s
}

func (u *unpacker) number() int64 {
	n, size := binary.Varint(u.data)
	if size <= 0 {
		u.bad = true
		return 0
	}
	u.data = u.data[size:]
	return n
}

func (u *unpacker) time() time.Time { return time.Unix(u.number(), 0).UTC() }

// done says whether everything fitted and nothing is left.
func (u *unpacker) done() error {
	if u.bad || len(u.data) > 0 {
		return fault.Missing()
	}
	return nil
}
