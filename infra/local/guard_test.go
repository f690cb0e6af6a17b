package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yingbin/shared/token"
)

// TestTrialGuard asks every convenience of a trial in all the ways that are not
// somebody sitting at the machine: each is 404, and nothing happens.
func TestTrialGuard(t *testing.T) {
	w := newWorld(t, Options{})
	w.reception(drafted, tuesday, "room-a")
	w.mailed()
	before := w.dump()
	port := w.port()
	for _, r := range w.pump.Load().app.Server.Routes() {
		if !r.Local {
			continue
		}
		path := strings.NewReplacer("{file}", "1.eml", "{id}", "1", "{n}", "0").Replace(r.Pattern)
		for name, headers := range map[string][]string{
			"another host": {"Host", "demo.example"}, "a name that resolves here": {"Host", "evil.example:" + port},
			"no port": {"Host", "127.0.0.1"}, "another port": {"Host", "127.0.0.1:1"}, "all addresses": {"Host", "0.0.0.0:" + port},
			"a tunnel": {"Forwarded", "for=192.0.2.1"}, "a proxy": {"X-Forwarded-For", "192.0.2.1"}, "its host": {"X-Forwarded-Host", "demo.example"},
			"its scheme": {"X-Forwarded-Proto", "https"}, "any of them": {"X-Forwarded-Anything", "1"}, "nginx": {"X-Real-IP", "192.0.2.1"},
		} {
			if a := w.ask("", r.Method, path, M{}, headers...); a.status != 404 {
				t.Errorf("%s %s by %s: %d", r.Method, path, name, a.status)
			}
		}
		if r.Method != http.MethodPost || r.Command == nil || r.Name == "sign-in-trial" {
			continue
		}
		for _, kind := range []string{"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"} {
			if a := w.ask("", "POST", path, "", "Content-Type", kind); a.status != 415 && a.status != 422 {
				t.Errorf("%s as %s: %d", path, kind, a.status)
			}
		}
		if a := w.ask("", "POST", path, M{}, "Sec-Fetch-Site", "cross-site"); a.status != 403 {
			t.Errorf("%s from another site: %d", path, a.status)
		}
	}
	if d := changed(before, w.dump()); len(d) > 0 {
		t.Errorf("something happened: %v", d)
	}
}

// A trial that listens for others has no conveniences, and an address that was
// not asked for is nobody's.
func TestTrialOffLoopback(t *testing.T) {
	m := run(t, Options{Addr: "0.0.0.0:0", Trial: true, Unsynced: true, URL: "http://demo.example"})
	for _, host := range []string{"127.0.0.1:" + m.port(), "localhost:" + m.port(), "demo.example"} {
		w := &world{T: t, Main: m}
		if a := w.ask("", "GET", "/_local/clock", nil, "Host", host); a.status != 404 {
			t.Errorf("%s: %d", host, a.status)
		}
	}
}

// Every answer keeps the browser from running, framing and guessing; a form of
// another site is refused.
func TestHeaders(t *testing.T) {
	w := newWorld(t, Options{})
	cookie := "session=" + w.token("sales")
	for _, path := range []string{"/", "/sign-in", "/receptions/new", "/nowhere", "/openapi.json", "/static/app.css"} {
		a := w.ask("", "GET", path, nil, "Accept", "text/html", "Cookie", cookie)
		policy := a.header.Get("Content-Security-Policy")
		if policy == "" || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: %s", path, policy)
		}
		if a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, a.header)
		}
		for _, bad := range []string{" onclick=", " onload=", " style=\"", "<script>", "javascript:"} {
			if strings.Contains(string(a.raw), bad) {
				t.Errorf("%s has %s", path, bad)
			}
		}
	}
	form := encoded("policy", "envicool")
	for name, headers := range map[string][]string{"another origin": {"Origin", "https://evil.example"}, "no origin": {"Origin", "null"},
		"another site": {"Origin", "", "Sec-Fetch-Site", "cross-site"}, "a neighbour": {"Origin", "", "Sec-Fetch-Site", "same-site"}} {
		if a := w.ask("", "POST", "/receptions", form, append(append(w.asForm(), "Cookie", cookie), headers...)...); a.status != 403 {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	a := w.ask("", "POST", "/sign-in/trial", encoded("staff", "sales", "then", "//evil.example/x"), w.asForm()...)
	if set := a.header.Get("Set-Cookie"); !strings.Contains(set, "HttpOnly") || !strings.Contains(set, "SameSite=Lax") || a.header.Get("Location") != "/" {
		t.Errorf("%s, to %s", set, a.header.Get("Location"))
	}
}

// A company's cookies are tied to its host and to TLS.
func TestCookiesOfACompany(t *testing.T) {
	m := run(t, Options{Data: t.TempDir(), Unsynced: true})
	if status, body := form(t, browser(t), m, "/", url.Values{"choice": {"company"}, "name": {"示范"}, "zone": {"Asia/Shanghai"},
		"url": {"https://reception.example.com"}, "admin": {"徐晨"}, "email": {"admin@company.example"}, "policy": {"envicool"}}); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	w := &world{T: t, Main: m}
	a := w.ask("", "POST", "/sign-in", encoded("email", "admin@company.example"), "Host", "reception.example.com", "Accept", "text/html",
		"Content-Type", "application/x-www-form-urlencoded", "Origin", "https://reception.example.com")
	if set := a.header.Get("Set-Cookie"); !strings.HasPrefix(set, "__Host-challenge=") || !strings.Contains(set, "Secure") || !strings.Contains(set, "HttpOnly") {
		t.Errorf("%d %s", a.status, set)
	}
	if a.header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS")
	}
	for _, host := range []string{"evil.example.com", "127.0.0.1:" + m.port(), "reception.example.com:8080"} {
		if a := w.ask("", "GET", "/sign-in", nil, "Host", host); a.status != 404 {
			t.Errorf("%s: %d", host, a.status)
		}
	}
}

// TestSignInLimits: 5 tries, 5 mails for an address and hour, 20 for an IP
// address; the same answer for addresses that nobody has.
func TestSignInLimits(t *testing.T) {
	w := newWorld(t, Options{})
	start := w.save()
	askFor := func(email, ip string) answer { return w.ask("", "POST", "/sign-in", M{"email": email}, "From", ip) }
	for _, email := range []string{"sales@demo.example", "nobody@demo.example", " SALES2@Demo.Example "} {
		for i := range 6 {
			a := askFor(email, fmt.Sprint("192.0.2.", i))
			if want := map[bool]int{true: 200, false: 429}[i < 5]; a.status != want || want == 200 && len(a.at("challenge")) < 20 {
				t.Errorf("%s, mail %d: %d %s", email, i+1, a.status, a.raw)
			}
		}
	}
	n := 0
	for _, m := range w.mailed() {
		if m["kind"] == "sign-in" {
			n++
		}
	}
	if n != 10 {
		t.Errorf("%d mails", n)
	}
	w.wait("61m")
	if a := askFor("sales@demo.example", "192.0.2.9"); a.status != 200 {
		t.Errorf("an hour later: %d", a.status)
	}
	w.restore(start)
	for i := range 21 {
		if a := askFor(fmt.Sprintf("x%d@demo.example", i), "192.0.2.77"); (a.status == 200) != (i < 20) {
			t.Errorf("address %d of one IP: %d", i+1, a.status)
		}
	}
	w.restore(start)
	challenge := askFor("sales@demo.example", "192.0.2.1").at("challenge")
	right := w.ring.Code(token.Hash(challenge))
	for i := range 5 {
		if a := w.ask("", "POST", "/sign-in/code", M{"challenge": challenge, "code": fmt.Sprintf("%06d", i)}); a.status != 422 {
			t.Errorf("try %d: %d", i+1, a.status)
		}
	}
	if a := w.ask("", "POST", "/sign-in/code", M{"challenge": challenge, "code": right}); a.status != 429 {
		t.Errorf("the sixth try, with the right code: %d", a.status)
	}
	challenge = askFor("sales@demo.example", "192.0.2.1").at("challenge")
	right = w.ring.Code(token.Hash(challenge))
	if a := w.ask("", "POST", "/sign-in/code", M{"challenge": "another browser's", "code": right}); a.status != 422 {
		t.Errorf("another browser: %d", a.status)
	}
	w.wait("10m")
	if a := w.ask("", "POST", "/sign-in/code", M{"challenge": challenge, "code": right}); a.status != 410 {
		t.Errorf("after ten minutes: %d", a.status)
	}
}

// Who left, and whose session is too old, is nobody.
func TestSessionsEnd(t *testing.T) {
	w := newWorld(t, Options{})
	old := w.token("sales2")
	if a := w.ask("", "GET", "/me", nil, "Authorization", "Bearer "+old); a.status != 200 {
		t.Fatalf("%d", a.status)
	}
	for name, bad := range map[string]string{"forged": old[:len(old)-2] + "AA", "a link": w.ring.SignLink(token.Link{Purpose: token.ForReview, Person: "sales2"}),
		"none": "x", "of somebody unknown": w.token("s-none"), "by address": w.token("sales2@demo.example")} {
		if a := w.ask("", "GET", "/me", nil, "Authorization", "Bearer "+bad); a.status != 401 {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
	}
	w.wait("30d")
	if a := w.ask("", "GET", "/me", nil, "Authorization", "Bearer "+old); a.status != 401 {
		t.Errorf("after 30 days: %d", a.status)
	}
	fresh := w.token("sales2")
	w.left("sales2", "sales")
	if a := w.ask("", "GET", "/me", nil, "Authorization", "Bearer "+fresh); a.status != 401 {
		t.Errorf("left: %d", a.status)
	}
}

// drawn draws one.
func drawn(kind string, width, height int) string {
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, width, height))
	if kind == "png" {
		_ = png.Encode(&b, img)
	} else {
		_ = jpeg.Encode(&b, img, nil)
	}
	return b.String()
}

// located is a photo that says where it was taken.
func located() string {
	plain := drawn("jpeg", 8, 8)
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00GPS-22.5431N"
	n := len(exif) + 2
	return plain[:2] + "\xff\xe1" + string([]byte{byte(n >> 8), byte(n)}) + exif + plain[2:]
}

// TestUploads: a file is what its content says, of a bearable size, without
// the place where it was taken, and given back as an attachment only.
func TestUploads(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(accepted, tuesday, "room-a")
	for _, c := range []struct {
		name, file, content, code string
		status                    int
	}{
		{"a photo", "a.jpg", drawn("jpeg", 8, 8), "", 201},
		{"a drawing", "a.png", drawn("png", 8, 8), "", 201},
		{"a page called photo", "a.jpg", "<html><script>alert(1)</script>", "unsupported-type", 415},
		{"svg", "a.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "unsupported-type", 415},
		{"a program", "a.pdf", "MZ\x90\x00", "unsupported-type", 415},
		{"a zip", "a.xlsx", "PK\x03\x04 no archive", "unsupported-type", 415},
		{"nothing", "a.pdf", "", "unsupported-type", 415},
		{"too large", "a.pdf", pdf + strings.Repeat("x", 4<<20), "too-large", 413},
		{"much too large", "a.pdf", pdf + strings.Repeat("x", 9<<20), "too-large", 413},
		{"too many pixels", "a.png", drawn("png", 5000, 4001), "too-large", 413},
	} {
		if a := w.upload("office2", r, M{"kind": "photo"}, c.file, c.content); a.status != c.status || a.code() != c.code {
			t.Errorf("%s: %d %.200s", c.name, a.status, a.raw)
		}
	}
	a := w.must(w.upload("office2", r, M{"kind": "photo"}, "../../etc/\r\nX-Evil: 1 \"照片\".jpg", located()))
	back := w.get("office2", "/files/"+a.at("file.id"))
	if strings.Contains(string(back.raw), "GPS-22.5431N") || back.header.Get("Content-Type") != "image/jpeg" ||
		!strings.HasPrefix(back.header.Get("Content-Disposition"), "attachment") || back.header.Get("X-Evil") != "" {
		t.Errorf("%v", back.header)
	}
	if strings.Contains(a.at("file.name"), "/") || strings.ContainsAny(a.at("file.name"), "\r\n") {
		t.Errorf("name %q", a.at("file.name"))
	}
	for _, id := range []string{"..%2f..%2fkeys.json", r + ".0000", r + ".", ".x"} {
		if a := w.ask("office2", "GET", "/files/"+id, nil); a.status < 300 || a.status > 499 {
			t.Errorf("%s: %d", id, a.status)
		}
	}
}
