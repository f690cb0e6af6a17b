package web

import (
	"cmp"
	"context"
	"strings"

	"yingbin/shared/blob"
	"yingbin/shared/reception"
)

// Files keeps the content of uploads; package blob does, behind app.
type Files interface {
	// Expect says before a file comes whether it would be taken, and as which type.
	Expect(name, said string, size int64) (kind string, err error)
	// Accept decides by content what a file is and gives it as it may be kept.
	Accept(raw []byte) (clean []byte, kind string, err error)
	// Put keeps accepted content under an id and describes it.
	Put(ctx context.Context, c *Call, id, name, kind string, content []byte) (reception.AddFile, error)
	// Get gives content back.
	Get(ctx context.Context, id string) ([]byte, error)
	// Sum is the SHA-256 of content, in hexadecimal digits.
	Sum(content []byte) string
	// Upload makes a form by which a browser brings a file past the application.
	Upload(ctx context.Context, o blob.Offer) (blob.Form, error)
	// Uploaded reads what came by it.
	Uploaded(ctx context.Context, id string) ([]byte, error)
	// Taken removes what came by it, which is kept now.
	Taken(ctx context.Context, id string) error
	// Address is where a browser fetches a file past the application.
	Address(ctx context.Context, id string, f reception.File) (string, error)
}

// A FileAnswer is POST …/files.
type FileAnswer struct {
	File reception.File `json:"file"`
}

// fileRoutes are uploads and downloads.
func (s *Services) fileRoutes() []Route {
	add := Post("/receptions/{r}/files", "add-file", "customer", SignedIn, s.addFile).On("/receptions/{r}").
		Created(func(_ *Call, v any) string { return "/files/" + v.(FileAnswer).File.ID })
	add.Upload = true
	give := Get("/files/{f}", "file", "customer", SignedIn, s.file).Plainly()
	give.Elsewhere = true
	return append([]Route{add, give}, s.uploadRoutes()...)
}

// addFile keeps an upload, then records it. Whoever may not see the reception
// learns that before anything is kept.
func (s *Services) addFile(c *Call, cmd reception.AddFile) (FileAnswer, error) {
	if _, err := s.Receptions.View(c.Context(), c.Act(), c.Path("r")); err != nil {
		return FileAnswer{}, err
	}
	clean, kind, err := s.Files.Accept(c.Upload.Data)
	if err != nil {
		return FileAnswer{}, err
	}
	return s.keep(c, cmd, c.Upload.Name, kind, clean)
}

// keep puts accepted content where it stays, then records it.
func (s *Services) keep(c *Call, cmd reception.AddFile, name, kind string, clean []byte) (FileAnswer, error) {
	id := reception.FileID(c.Path("r"), s.Files.Sum(clean))
	kept, err := s.Files.Put(c.Context(), c, blobID(id), name, kind, clean)
	if err != nil {
		return FileAnswer{}, err
	}
	kept.ID, kept.Upload, kept.Version, kept.Kind, kept.Confidentiality = id, cmd.Upload, cmd.Version, cmd.Kind, cmd.Confidentiality
	f, err := s.Receptions.AddFile(c.Context(), c.Act(), c.Path("r"), kept)
	return FileAnswer{f}, err
}

// blobID is a file's id as the place of its content can be named.
func blobID(id string) string { return strings.ReplaceAll(id, ".", "_") }

// file gives an upload to whoever may have it, always as an attachment: a browser
// fetches it from where it is kept; a program gets what an answer can carry.
func (s *Services) file(c *Call) (*Raw, error) {
	f, err := s.Receptions.File(c.Context(), c.Act(), c.Path("f"))
	if err != nil {
		return nil, err
	}
	id := blobID(cmp.Or(f.Draft, f.ID))
	if !c.JSON || f.Size > MaxUpload {
		to, err := s.Files.Address(c.Context(), id, f)
		return &Raw{At: to}, err
	}
	data, err := s.Files.Get(c.Context(), id)
	if err != nil {
		return nil, err
	}
	return &Raw{Type: f.Type, Name: f.Name, Data: data}, nil
}
