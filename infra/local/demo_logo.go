package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/blob"
	"yingbin/shared/staff"
)

// logo is what stands on the papers of the demonstration.
//
//go:embed logo.png
var logo []byte

// demoLogo gives the company of the demonstration its logo, where this process
// keeps files.
func (m *Main) demoLogo(ctx context.Context, a *app.App, company *staff.Company, at time.Time) error {
	if m.files == nil {
		return nil
	}
	sum := sha256.Sum256(logo)
	id := "logo-" + hex.EncodeToString(sum[:])
	if err := m.files.Put(ctx, id, blob.Describe("logo.png", blob.PNG, logo, at), logo); err != nil {
		return err
	}
	_, err := a.Staff.SetCompany(ctx, staff.Act{By: company.Person("admin").ID, At: at, Key: "demo-logo"},
		staff.SetCompany{Version: company.Version, Settings: map[string]string{"logo": id}})
	return err
}
