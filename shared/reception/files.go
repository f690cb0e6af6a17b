package reception

import (
	"context"
	"slices"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// The confidentiality classes of files. Guests get what is public; what may
// not leave the company is refused to them (S000-1.36).
const (
	Public       = "public"
	InternalFile = "internal"
	Confidential = "confidential"
)

// How many files one reception holds, and how many bytes they have together.
const (
	maxFiles     = 500
	maxFileBytes = 2 << 30
)

// FileID names an upload: the reception, and the beginning of what is in it.
// A file is found by its id alone.
func FileID(reception, sha256 string) string {
	return reception + "." + shorten(sha256, 16)
}

// fileReception gives the reception that a file id belongs to.
func fileReception(id string) (string, bool) {
	i := strings.LastIndexByte(id, '.')
	if i <= 0 || i == len(id)-1 {
		return "", false
	}
	return id[:i], true
}

// AddFile records an upload whose content lies in the blob store already.
// Material for guests must pass the policy's gate "issue" (S000-1.36).
func (s *Service) AddFile(ctx context.Context, act staff.Act, r string, c AddFile) (File, error) {
	version := c.Version
	if version == 0 {
		version = anyVersion
	}
	cmd := command{verb: VerbFiles, r: r, version: version, body: fileBody(c), allowed: mayFile}
	return run(ctx, s, act, cmd, func(t *turn) (func() File, error) {
		f, err := newFile(act, c)
		if err != nil {
			return nil, err
		}
		if err := t.handOut(c); err != nil {
			return nil, err
		}
		if f.ID == "" {
			f.ID = FileID(t.id(), c.SHA256)
		}
		if old := t.File(f.ID); old != nil { // the same content again
			if t.restate(old, c) {
				t.kind, t.data.Item = t.ifNumbered(EventFile), f.ID
			}
			same := *old
			return func() File { return same }, nil
		}
		if err := t.room(f.Size); err != nil {
			return nil, err
		}
		t.Files.Schema = Schema
		t.Files.List = append(t.Files.List, f)
		t.kind, t.data.Item = t.ifNumbered(EventFile), f.ID
		return func() File { return f }, nil
	})
}

// ifNumbered is a kind of event, or none: a draft makes no event.
func (t *turn) ifNumbered(kind string) string {
	if t.Head.Number == "" {
		return ""
	}
	return kind
}

// restate takes what is said of a file that is here already: everything from
// whoever brought it and from those who arrange the reception, from others only
// that it is more confidential. It tells whether anything changed.
func (t *turn) restate(f *File, c AddFile) bool {
	was, own := *f, f.By == t.act.By || mayChange(t)
	if c.Kind != "" && own {
		f.Kind = c.Kind
	}
	if c.Confidentiality != "" && (own || secrecy(c.Confidentiality) > secrecy(f.Confidentiality)) {
		f.Confidentiality = c.Confidentiality
	}
	return *f != was
}

// secrecy orders the classes.
func secrecy(class string) int {
	return slices.Index([]string{Public, InternalFile, Confidential, "secret"}, class)
}

// ExpectFile says before a file comes whether it will be taken from that person,
// so that nobody sends twenty megabytes for nothing. Nothing is recorded. A file
// that was brought as the same upload before is given.
func (s *Service) ExpectFile(ctx context.Context, act staff.Act, r string, c AddFile) (*File, error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return nil, err
	}
	if err := t.admit(command{verb: VerbFiles, r: r, version: anyVersion, allowed: mayFile}); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(t.Files.List, func(f File) bool { return f.Upload == c.Upload })
	if i >= 0 && c.Upload != "" {
		return &t.Files.List[i], nil
	}
	if _, err := newFile(act, c); err != nil {
		return nil, err
	}
	if err := t.handOut(c); err != nil {
		return nil, err
	}
	return nil, t.room(c.Size)
}

// room says whether one more file of a size fits in.
func (t *turn) room(size int64) error {
	for _, f := range t.Files.List {
		size += f.Size
	}
	if len(t.Files.List) >= maxFiles || size > maxFileBytes {
		return fault.New(fault.TooMany, "too-many")
	}
	return nil
}

// renameFiles gives the files of a draft ids of the number that it now has; their
// content stays where it is.
func (r *Reception) renameFiles(number string) {
	for i := range r.Files.List {
		f := &r.Files.List[i]
		f.Draft, f.ID = f.ID, FileID(number, f.SHA256)
	}
}

// handOut asks the policy whether material may be given to guests.
func (t *turn) handOut(c AddFile) error {
	if c.Kind != "material" {
		return nil
	}
	f := t.facts()
	th := f.Add("material", c.SHA256)
	th.Label = policy.Words{ZH: c.Name, EN: c.Name}
	th.SetString("material.confidentiality", c.Confidentiality)
	o := policy.Evaluate(t.policy, f, policy.GateIssue)
	var refused *fault.Error
	for _, x := range o.Blocking() {
		refused = t.refusal(refused, x)
	}
	if refused == nil {
		return nil
	}
	return refused
}

// fileBody is what identifies an upload when a key is repeated.
func fileBody(c AddFile) any {
	return []any{c.Version, c.Kind, c.Confidentiality, c.SHA256, c.Name}
}

// mayFile is everybody who takes part; the gate does not.
func mayFile(t *turn) bool {
	return mayRecord(t) || t.is(staff.Office, staff.Finance) || t.takesPart(t.company, t.act.By, t.act.At)
}

// newFile checks what is recorded of an upload. Without a class it is internal.
func newFile(act staff.Act, c AddFile) (File, error) {
	f := File{ID: c.ID, Name: shorten(tidyCell(cleanPaste(c.Name)), 200), Type: c.Type, Size: c.Size, SHA256: c.SHA256, Kind: c.Kind,
		Confidentiality: c.Confidentiality, Upload: c.Upload, By: act.By, At: act.At}
	if f.Confidentiality == "" {
		f.Confidentiality = InternalFile
	}
	switch f.Confidentiality {
	case Public, InternalFile, Confidential, "secret":
	default:
		return File{}, fault.Field("/confidentiality", "invalid", f.Confidentiality)
	}
	switch f.Kind {
	case "", "photo", "paper", "minutes", "invoice", "material", "other":
	default:
		return File{}, fault.Field("/kind", "invalid", f.Kind)
	}
	return f, nil
}

// File finds a file by id.
func (r *Reception) File(id string) *File {
	i := slices.IndexFunc(r.Files.List, func(f File) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Files.List[i]
}

// File gives what is recorded of a file to a person who may have it: staff who
// see the reception; invoices only to those who see the money; confidential
// files only to those who arrange the reception and directors.
func (s *Service) File(ctx context.Context, act staff.Act, id string) (File, error) {
	r, ok := fileReception(id)
	if !ok {
		return File{}, fault.Missing()
	}
	t, err := s.look(ctx, act, r)
	if err != nil {
		return File{}, err
	}
	f := t.File(id)
	if f == nil || !t.mayOpen(*f) {
		return File{}, fault.Missing()
	}
	return *f, nil
}

// mayOpen says whether the actor may open a file.
func (t *turn) mayOpen(f File) bool {
	switch {
	case f.By == t.act.By:
		return true
	case f.Kind == "invoice":
		return t.seesMoney()
	case f.Kind == "minutes":
		return t.readsMinutes()
	case f.Confidentiality == Confidential || f.Confidentiality == "secret":
		return mayChange(t) || t.is(staff.Director, staff.GM)
	}
	return t.readsMinutes() || t.takesPart(t.company, t.act.By, t.act.At)
}

// files lists what the actor may open.
func (t *turn) files() []File {
	return slices.DeleteFunc(slices.Clone(t.Files.List), func(f File) bool { return !t.mayOpen(f) })
}

// GuestFile gives a file to a guest through his link: public material only.
// What may not leave the company is refused, and the refusal names the rule
// where the policy has one (S000-1.36).
func (s *Service) GuestFile(ctx context.Context, act staff.Act, id, guest string) (File, error) {
	r, ok := fileReception(id)
	if !ok {
		return File{}, fault.Missing()
	}
	t, err := s.entered(ctx, act, r)
	if err != nil {
		return File{}, err
	}
	f := t.File(id)
	if f == nil || t.Guest(guest) == nil {
		return File{}, fault.Missing()
	}
	if f.Confidentiality != Public {
		return File{}, t.mayNotLeave()
	}
	return *f, nil
}

// entered reads a reception for somebody without an account, whose link has
// been verified; what he may see is the caller's to check.
func (s *Service) entered(ctx context.Context, act staff.Act, r string) (*turn, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return nil, err
	}
	t := &turn{ctx: ctx, s: s, act: act, company: company, cal: company.Calendar()}
	docs, err := store.All(ctx, s.DB, presentQuery(r))
	if err != nil {
		return nil, err
	}
	if t.Reception, err = decode(docs, company.Zone()); err != nil {
		return nil, err
	}
	t.policy, err = s.Policies.Get(ctx, t.Head.Policy.ID, t.Head.Policy.Version)
	return t, err
}

// mayNotLeave is the refusal of material that stays in the company.
func (t *turn) mayNotLeave() error {
	e := fault.New(fault.Forbidden, "refused-by-policy")
	for _, r := range t.policy.Rules {
		for _, gate := range r.At {
			if gate == string(policy.GatePresent) && len(r.Cite) > 0 {
				e.Rule = &fault.Rule{Policy: t.Head.Policy.ID, Version: t.Head.Policy.Version, ID: r.ID, Cite: r.Cite}
				return e
			}
		}
	}
	return e
}
