package staff

import (
	"context"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// Found makes the company of an empty store, with its first administrator.
type Found struct {
	Name     string `json:"name" req:"true" max:"60"`
	Legal    string `json:"legal,omitempty" max:"120"`
	Zone     string `json:"zone" req:"true" max:"60"`
	Site     string `json:"site,omitempty" max:"60"`
	Admin    string `json:"admin" req:"true" max:"60"` // name
	Email    string `json:"email" req:"true" max:"254"`
	Language string `json:"language,omitempty" max:"20"`
}

// Found makes the company; a store that has one answers "wrong-state". The
// actor is System: nobody can sign in yet.
func (s *Service) Found(ctx context.Context, act Act, cmd Found) (View, error) {
	return Change(ctx, s, act, Command{Route: "company.found", Body: cmd}, func(t *Turn) (View, error) {
		if t.Company.Founded() {
			return View{}, fault.New(fault.Conflict, "wrong-state")
		}
		var info Info
		if err := info.set(SetCompany{Name: cmd.Name, Legal: &cmd.Legal, Zone: cmd.Zone, Site: cmd.Site}); err != nil {
			return View{}, err
		}
		p := &Person{Schema: Schema, ID: "s" + t.Own}
		admin := EditStaff{Email: cmd.Email, Name: cmd.Admin, Language: cmd.Language, Roles: []string{string(Admin), string(Office)}}
		if err := p.set(t.Company, admin); err != nil {
			return View{}, err
		}
		t.Put("HEAD", &info)
		t.Put("STAFF#"+p.ID, p)
		t.Changed(EventFounded, event.Change{Field: "zone", New: info.Zone})
		p.Version = 1
		return t.Company.view(p, act.Lang), nil
	})
}

// A Trial is the document TRIAL: the store's clock may be moved, and it may be
// reset. It does not go through HEAD.
type Trial struct {
	Schema int       `json:"s"`
	Now    time.Time `json:"now,omitzero"` // of a frozen clock
	Frozen bool      `json:"frozen,omitempty"`
}

func trialKey() store.Key { return key("TRIAL") }

// StartTrial marks an untouched store as a trial: marker and HEAD are created
// in its first commit. A store that is a trial stays one; any other store is
// refused with "forbidden", for ever.
func StartTrial(ctx context.Context, db store.DB) error {
	marker, err := Encode(store.Doc{Key: trialKey()}, Trial{Schema: Schema})
	if err != nil {
		return err
	}
	head, err := Encode(store.Doc{Key: headKey()}, Info{Schema: Schema})
	if err != nil {
		return err
	}
	return store.Update(ctx, db, store.Need{Keys: []store.Key{trialKey(), headKey()}},
		func(_ context.Context, read store.Read) ([]store.Op, error) {
			switch {
			case read.Docs[trialKey()].Version > 0:
				return nil, nil
			case read.Docs[headKey()].Version > 0:
				return nil, fault.New(fault.Forbidden, "forbidden")
			}
			return []store.Op{marker, head}, nil
		})
}

// LoadTrial reads the marker; false in a store that is no trial.
func LoadTrial(ctx context.Context, db store.DB) (Trial, bool, error) {
	var t Trial
	docs, err := db.Get(ctx, trialKey())
	if err != nil || docs[0].Version == 0 {
		return t, false, err
	}
	return t, true, Decode(docs[0], &t)
}

// SetClock keeps the trial's clock. In a store that is no trial it is not-found.
func SetClock(ctx context.Context, db store.DB, now time.Time, frozen bool) error {
	return store.Update(ctx, db, store.Need{Keys: []store.Key{trialKey()}},
		func(_ context.Context, read store.Read) ([]store.Op, error) {
			old := read.Docs[trialKey()]
			if old.Version == 0 {
				return nil, fault.Missing()
			}
			op, err := Encode(old, Trial{Schema: Schema, Now: now, Frozen: frozen})
			return []store.Op{op}, err
		})
}

// An Entry is one document of the company partition to be imported.
type Entry struct {
	SK   string
	Body any
}

// Import writes a company's documents over what is there, in one commit of at
// most 100 operations, for the reset of a trial; in any other store it is
// forbidden. The reset has emptied the store before, except for TRIAL and,
// best, HEAD, whose version then only rises.
func (s *Service) Import(ctx context.Context, info Info, entries ...Entry) error {
	info.Schema = Schema
	entries = append([]Entry{{"HEAD", info}}, entries...)
	defer s.Forget()
	return store.Update(ctx, s.DB, store.Need{Queries: []store.Query{present()}},
		func(_ context.Context, read store.Read) ([]store.Op, error) {
			docs := map[string]store.Doc{}
			for _, d := range read.Lists[0] {
				docs[d.SK] = d
			}
			if docs["TRIAL"].Version == 0 {
				return nil, fault.New(fault.Forbidden, "forbidden")
			}
			var ops []store.Op
			for _, e := range entries {
				old := docs[e.SK]
				old.Key = key(e.SK)
				op, err := Encode(old, e.Body)
				if err != nil {
					return nil, err
				}
				ops = append(ops, op)
			}
			return ops, nil
		})
}
