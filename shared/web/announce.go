package web

import (
	"net/url"
	"strings"
	"time"

	"yingbin/shared/blob"
	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/token"
)

// How long a form takes a file, and how long what came by it may be confirmed.
const (
	uploadLife  = 15 * time.Minute
	confirmLife = time.Hour
)

// An AnnounceFile is POST …/uploads: a file that its sender is about to bring past
// the application, which could not carry it.
type AnnounceFile struct {
	Name            string `json:"name,omitempty" max:"200"`
	Type            string `json:"type,omitempty" max:"120"` // media type; empty: by the name
	Size            int64  `json:"size,omitempty"`           // in bytes; 0: not known yet
	Kind            string `json:"kind,omitempty" max:"40"`
	Confidentiality string `json:"confidentiality,omitempty" max:"40"`
}

// A FileOffer is the answer: a POST of multipart/form-data to URL with Fields,
// then the file in the field "file"; after that a POST to Confirm.
type FileOffer struct {
	URL     string            `json:"url"`
	Fields  map[string]string `json:"fields"`
	Until   time.Time         `json:"until"`
	Confirm string            `json:"confirm"`
}

// An UploadForm is the page that brings large files without a script.
type UploadForm struct {
	Reception string     `json:"reception"`
	Offer     *FileOffer `json:"offer,omitempty"` // of the file that was announced
	Type      string     `json:"type,omitempty"`
}

// ConfirmFile is POST …/uploads/{u}: the file has arrived.
type ConfirmFile struct{}

// uploadRoutes bring files past the application.
func (s *Services) uploadRoutes() []Route {
	return []Route{
		Get("/receptions/{r}/uploads", "upload-form", "customer", SignedIn, s.uploadForm).Named("upload").
			Asks(Param{"file", "string", "the file that was announced"}),
		Post("/receptions/{r}/uploads", "announce-file", "customer", SignedIn, s.announceFile).On("/receptions/{r}/uploads").
			To(func(_ *Call, v any) string {
				path, ticket := cutLast(v.(FileOffer).Confirm)
				return path + "?file=" + url.QueryEscape(ticket)
			}),
		Post("/receptions/{r}/uploads/{u}", "confirm-file", "customer", SignedIn, func(c *Call, _ ConfirmFile) (FileAnswer, error) { return s.confirmFile(c) }).
			On("/receptions/{r}/uploads").To(func(c *Call, _ any) string { return added(c) }),
		// The bucket sends the browser here. It is the one GET that does something: only
		// for whom the ticket names, only what he announced, and twice is once.
		Get("/receptions/{r}/uploads/{u}", "file-arrived", "customer", SignedIn, s.fileArrived).Gives(FileAnswer{}),
	}
}

// cutLast cuts the last part off a path.
func cutLast(path string) (before, last string) {
	i := strings.LastIndexByte(path, '/')
	return path[:i], path[i+1:]
}

// announceFile says where a file may be put, if it will be taken at all.
func (s *Services) announceFile(c *Call, cmd AnnounceFile) (FileOffer, error) {
	if cmd.Size < 0 {
		return FileOffer{}, fault.Field("/size", "out-of-range")
	}
	kind, err := s.Files.Expect(cmd.Name, cmd.Type, cmd.Size)
	if err != nil {
		return FileOffer{}, err
	}
	u := token.Upload{Reception: c.Path("r"), Person: c.Who.ID, ID: "u" + c.server.newKey(), Name: cmd.Name, Type: kind, Size: cmd.Size, Kind: cmd.Kind,
		Confidentiality: cmd.Confidentiality, Expires: c.At.Add(confirmLife)}
	if _, err := s.Receptions.ExpectFile(c.Context(), c.Act(), u.Reception, announced(u)); err != nil {
		return FileOffer{}, err
	}
	return s.offer(c, u, "")
}

// announced is what would be recorded.
func announced(u token.Upload) reception.AddFile {
	return reception.AddFile{Upload: u.ID, Name: u.Name, Type: u.Type, Size: u.Size, Kind: u.Kind, Confidentiality: u.Confidentiality}
}

// offer makes the form for an announced file. With then the browser is sent there
// afterwards.
func (s *Services) offer(c *Call, u token.Upload, then string) (FileOffer, error) {
	f, err := s.Files.Upload(c.Context(), blob.Offer{ID: u.ID, Type: u.Type, Size: u.Size, Then: then, Life: uploadLife})
	if err != nil {
		return FileOffer{}, err
	}
	if strings.HasPrefix(f.URL, "/") {
		f.URL = c.origin() + f.URL
	}
	return FileOffer{f.URL, f.Fields, c.At.Add(uploadLife), "/receptions/" + u.Reception + "/uploads/" + s.Ring.SignUpload(u)}, nil
}

// uploadForm asks what is to be brought; when that is known, for the file.
func (s *Services) uploadForm(c *Call) (UploadForm, error) {
	form := UploadForm{Reception: c.Path("r")}
	if c.Ask("file") == "" {
		_, err := s.Receptions.ExpectFile(c.Context(), c.Act(), form.Reception, reception.AddFile{})
		return form, err
	}
	u, err := s.ticket(c, c.Ask("file"))
	if err != nil {
		return form, err
	}
	o, err := s.offer(c, u, c.origin()+"/receptions/"+u.Reception+"/uploads/"+c.Ask("file"))
	form.Offer, form.Type = &o, u.Type
	return form, err
}

// ticket opens the ticket of an announced file for whoever announced it.
func (s *Services) ticket(c *Call, text string) (token.Upload, error) {
	u, err := s.Ring.OpenUpload(text)
	switch {
	case err != nil:
		return u, err
	case u.Person != c.Who.ID || u.Reception != c.Path("r"):
		return u, fault.Missing()
	case !c.At.Before(u.Expires):
		return u, fault.New(fault.Gone, "link-expired")
	}
	return u, nil
}

// confirmFile looks at what has arrived and adds it to the reception, once. What
// is not what was announced stays where it is, until it is swept away.
func (s *Services) confirmFile(c *Call) (FileAnswer, error) {
	u, err := s.ticket(c, c.Path("u"))
	if err != nil {
		return FileAnswer{}, err
	}
	if had, err := s.Receptions.ExpectFile(c.Context(), c.Act(), u.Reception, announced(u)); had != nil || err != nil {
		return brought(had), err
	}
	raw, err := s.Files.Uploaded(c.Context(), u.ID)
	switch {
	case fault.Is(err, "not-found"): // or another request has taken it meanwhile
		had, err := s.Receptions.ExpectFile(c.Context(), c.Act(), u.Reception, announced(u))
		if had == nil && err == nil {
			err = fault.Field("/file", "required")
		}
		return brought(had), err
	case err != nil:
		return FileAnswer{}, err
	case u.Size > 0 && int64(len(raw)) != u.Size:
		return FileAnswer{}, fault.Field("/file", "invalid")
	}
	clean, kind, err := s.Files.Accept(raw)
	if err == nil && !blob.Agrees(kind, u.Type) {
		err = fault.New(fault.Unsupported, "unsupported-type", kind)
	}
	if err != nil {
		return FileAnswer{}, err
	}
	a, err := s.keep(c, announced(u), u.Name, kind, clean)
	if err == nil && a.File.Upload == u.ID { // the same content by another way stays for its own repetition
		s.taken(c, u.ID)
	}
	return a, err
}

// brought answers with a file that there is already.
func brought(f *reception.File) FileAnswer {
	if f == nil {
		return FileAnswer{}
	}
	return FileAnswer{*f}
}

// taken removes what a browser brought, with the place in its photos, now that
// it is kept. What fails here is swept away within a day.
func (s *Services) taken(c *Call, id string) {
	if err := s.Files.Taken(c.Context(), id); err != nil {
		c.server.Log.WarnContext(c.Context(), "an upload stays until it is swept away", "error", err)
	}
}

// fileArrived confirms for a browser without a script.
func (s *Services) fileArrived(c *Call) (*Redirect, error) {
	v, err := s.confirmFile(c)
	return &Redirect{To: added(c), View: v}, err
}

// added is the page that shows a file that was added.
func added(c *Call) string { return "/receptions/" + c.Path("r") + "?done=file#papers" }

// origin is where the caller reaches this site: its address, or the loopback host
// of a trial by which he came.
func (c *Call) origin() string {
	if host := c.Request.Host; host != c.Site.URL.Host && c.Site.Knows(host) {
		return "http://" + host
	}
	return c.Site.URL.String()
}
