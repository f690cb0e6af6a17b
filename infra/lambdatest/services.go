package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"yingbin/shared/blob/blobtest"
	"yingbin/shared/event"
	"yingbin/shared/mail"
	"yingbin/shared/mail/incoming"
	"yingbin/shared/store"
)

// sendMail plays SES: it takes raw messages and keeps them.
func (s *stack) sendMail(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/xml")
	if s.trouble.Add(-1) >= 0 {
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprint(w, `<ErrorResponse><Error><Code>InternalFailure</Code><Message>no</Message></Error></ErrorResponse>`)
		return
	}
	if err := r.ParseForm(); err != nil || r.PostForm.Get("Action") != "SendRawEmail" || r.PostForm.Get("Source") != sender ||
		r.PostForm.Get("ConfigurationSetName") != set {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `<ErrorResponse><Error><Code>InvalidParameterValue</Code><Message>no</Message></Error></ErrorResponse>`)
		return
	}
	m, err := s.received(r)
	if err == nil {
		_, err = s.box.Send(r.Context(), m)
	}
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `<ErrorResponse><Error><Code>MessageRejected</Code><Message>%s</Message></Error></ErrorResponse>`, base64.StdEncoding.EncodeToString([]byte(err.Error())))
		return
	}
	fmt.Fprintf(w, `<SendRawEmailResponse><SendRawEmailResult><MessageId>%s</MessageId></SendRawEmailResult></SendRawEmailResponse>`, m.ID)
}

// received reads a message as a mail program would; what it is about comes
// from the claim that its tags name.
func (s *stack) received(r *http.Request) (m mail.Message, err error) {
	raw, err := base64.StdEncoding.DecodeString(r.PostForm.Get("RawMessage.Data"))
	if err != nil {
		return m, err
	}
	p, err := incoming.Parse(strings.NewReader(string(raw)), 32<<20)
	if err != nil {
		return m, err
	}
	m = mail.Message{Text: p.Text, HTML: p.HTML, Files: p.Files, Calendar: p.Calendar, Language: p.Header.Get("Content-Language"), Tags: map[string]string{}}
	for i := 1; r.PostForm.Get(fmt.Sprintf("Tags.member.%d.Name", i)) != ""; i++ {
		m.Tags[r.PostForm.Get(fmt.Sprintf("Tags.member.%d.Name", i))] = r.PostForm.Get(fmt.Sprintf("Tags.member.%d.Value", i))
	}
	if m.ID, err = p.Header.MessageID(); err != nil {
		return m, err
	}
	if m.Subject, err = p.Header.Subject(); err != nil {
		return m, err
	}
	if m.At, err = p.Header.Date(); err != nil {
		return m, err
	}
	for field, where := range map[string]func(mail.Address){"From": func(a mail.Address) { m.From = a }, "To": func(a mail.Address) { m.To = a },
		"Reply-To": func(a mail.Address) { m.ReplyTo = a }, "Cc": func(a mail.Address) { m.CC = append(m.CC, a) }} {
		list, err := p.Header.AddressList(field)
		if err != nil {
			return m, fmt.Errorf("%s: %w", field, err)
		}
		for _, a := range list {
			where(mail.Address{Name: a.Name, Email: a.Address})
		}
	}
	m.Links = s.links(p.Text + " " + p.HTML)
	return m, s.about(r, &m)
}

// mailed finds the links of mails.
var mailed = regexp.MustCompile(`https://` + regexp.QuoteMeta(host) + `/l/[A-Za-z0-9._~-]+`)

// links names each link by what its token is for.
func (s *stack) links(text string) []mail.Link {
	var list []mail.Link
	known := map[string]bool{}
	for _, address := range mailed.FindAllString(text, -1) {
		address = strings.TrimRight(address, ".")
		l, err := s.ring.OpenLink(address[strings.LastIndexByte(address, '/')+1:])
		if err != nil || known[address] {
			continue
		}
		known[address] = true
		list = append(list, mail.Link{Rel: l.Purpose, URL: address})
	}
	return list
}

// about fills in kind, revision and reception from the claim.
func (s *stack) about(r *http.Request, m *mail.Message) error {
	ref, ok := event.RefOf(m.Tags)
	if !ok {
		return fmt.Errorf("tags %v", m.Tags)
	}
	docs, err := s.db.Get(r.Context(), ref.Key(), store.Key{PK: ref.PK, SK: "HEAD"})
	if err != nil {
		return err
	}
	c, err := event.DecodeClaim(docs[0])
	if err != nil {
		return err
	}
	m.Kind, m.Revision = c.Kind, c.Revision
	if number := numbered.Find(append(docs[1].Row, docs[1].Body...)); number != nil && strings.HasPrefix(ref.PK, "r#") {
		m.Reception = string(number)
	}
	return nil
}

// numbered finds the number of a reception.
var numbered = regexp.MustCompile(`R-\d{8}-\d{3,}`)

// openBucket plays S3 for the roles of the functions. A browser on this machine
// reaches site and bucket at other addresses than the bucket's rule names, so
// that it is told of any.
func (s *stack) openBucket() http.Handler {
	s3 := &blobtest.S3{Bucket: bucket, Region: region, Secret: func(access string) string {
		if s.guard.roles[access] == nil {
			return ""
		}
		return "secret"
	}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		s3.ServeHTTP(w, r)
	})
}
