package web

import (
	"cmp"
	"context"
	"strings"

	"yingbin/shared/reception"
)

// Files keeps the content of uploads; package blob does, behind app.
type Files interface {
	// Accept decides by content what a file is and gives it as it may be kept.
	Accept(raw []byte) (clean []byte, kind string, err error)
	// Put keeps accepted content under an id and describes it.
	Put(ctx context.Context, c *Call, id, name, kind string, content []byte) (reception.AddFile, error)
	// Get gives content back.
	Get(ctx context.Context, id string) ([]byte, error)
	// Sum is the SHA-256 of content, in hexadecimal digits.
	Sum(content []byte) string
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
	return []Route{add, Get("/files/{f}", "file", "customer", SignedIn, s.file).Plainly()}
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
	id := reception.FileID(c.Path("r"), s.Files.Sum(clean))
	kept, err := s.Files.Put(c.Context(), c, blobID(id), c.Upload.Name, kind, clean)
	if err != nil {
		return FileAnswer{}, err
	}
	kept.ID, kept.Version, kept.Kind, kept.Confidentiality = id, cmd.Version, cmd.Kind, cmd.Confidentiality
	f, err := s.Receptions.AddFile(c.Context(), c.Act(), c.Path("r"), kept)
	return FileAnswer{f}, err
}

// blobID is a file's id as the place of its content can be named.
func blobID(id string) string { return strings.ReplaceAll(id, ".", "_") }

// file gives an upload to whoever may have it, always as an attachment.
func (s *Services) file(c *Call) (*Raw, error) {
	f, err := s.Receptions.File(c.Context(), c.Act(), c.Path("f"))
	if err != nil {
		return nil, err
	}
	data, err := s.Files.Get(c.Context(), blobID(cmp.Or(f.Draft, f.ID)))
	if err != nil {
		return nil, err
	}
	return &Raw{Type: f.Type, Name: f.Name, Data: data}, nil
}
