package web

import (
	"slices"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// maxLogo is the largest logo in bytes: it stands on every paper.
const maxLogo = 512 << 10

// settingLogo names the company setting with the id of the picture.
const settingLogo = "logo"

// SetLogo is POST /company/logo: the file is the picture.
type SetLogo struct {
	Version int64 `json:"version"`
}

// logoRoutes are the company's logo. It is the company's own, and everybody
// who prints needs it.
func (s *Services) logoRoutes() []Route {
	set := Post("/company/logo", "set-logo", "customer", Admin, s.setLogo).On("/company").
		To(func(*Call, any) string { return "/company" })
	set.Upload = true
	return []Route{set, Get("/company/logo", "logo", "customer", SignedIn, s.logo).Plainly()}
}

// setLogo keeps a picture, then names it in the company's settings.
func (s *Services) setLogo(c *Call, cmd SetLogo) (staff.Info, error) {
	if len(c.Upload.Data) > maxLogo {
		return staff.Info{}, fault.New(fault.TooLarge, "too-large", maxLogo)
	}
	clean, kind, err := s.Files.Accept(c.Upload.Data)
	if err == nil && !slices.Contains([]string{"image/png", "image/jpeg", "image/webp"}, kind) {
		err = fault.Field("/file", "invalid", kind)
	}
	if err != nil {
		return staff.Info{}, err
	}
	id := "logo-" + s.Files.Sum(clean)
	if _, err := s.Files.Put(c.Context(), c, id, c.Upload.Name, kind, clean); err != nil {
		return staff.Info{}, err
	}
	return s.Staff.SetCompany(c.Context(), c.Act(), staff.SetCompany{Version: cmd.Version, Settings: map[string]string{settingLogo: id}})
}

// logo gives the picture.
func (s *Services) logo(c *Call) (*Raw, error) {
	id := c.Company.Setting(settingLogo, "")
	if id == "" {
		return nil, fault.Missing()
	}
	data, err := s.Files.Get(c.Context(), id)
	if err != nil {
		return nil, err
	}
	_, kind, err := s.Files.Accept(data)
	return &Raw{Type: kind, Name: "logo", Data: data}, err
}

// logoAddress is where a page finds the picture; empty without one. It changes
// with the picture.
func logoAddress(c *staff.Company) string {
	if id := c.Setting(settingLogo, ""); len(id) > 13 && strings.HasPrefix(id, "logo-") {
		return "/company/logo?v=" + id[5:13]
	}
	return ""
}
