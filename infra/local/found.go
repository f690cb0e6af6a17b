package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/staff"
)

// A founding is what the command line says of a company to be made.
type founding struct {
	cmd      staff.Found
	policies string
}

// found makes a company with its first administrator in an empty store, and
// puts shipped policies in force. Broken off, it may be run again: it goes on
// where it stopped, as long as it is the same company.
func found(ctx context.Context, t target, at time.Time, args []string, say io.Writer) error {
	var f founding
	rest, err := commandFlags("found", "[flags]", args, say, &t, f.flags)
	if err != nil {
		return err
	}
	if len(rest) > 0 || f.cmd.Name == "" || f.cmd.Email == "" {
		return errors.New("found -name NAME -admin EMAIL are required")
	}
	if f.cmd.Admin == "" {
		f.cmd.Admin, _, _ = strings.Cut(f.cmd.Email, "@")
	}
	db, done, err := t.open()
	if err != nil {
		return err
	}
	if err := f.make(ctx, db, at); err != nil {
		return errors.Join(err, done())
	}
	fmt.Fprintf(say, "%s is founded in %s; %s is its administrator and signs in by mail\n", f.cmd.Name, t.String(), f.cmd.Email)
	return done()
}

func (f *founding) flags(fs *flag.FlagSet) {
	fs.StringVar(&f.cmd.Name, "name", "", "name of the company")
	fs.StringVar(&f.cmd.Zone, "zone", "Asia/Shanghai", "time zone of its site")
	fs.StringVar(&f.cmd.Email, "admin", "", "e-mail address of the first administrator")
	fs.StringVar(&f.cmd.Admin, "person", "", "name of the administrator; by default the address before the @")
	fs.StringVar(&f.cmd.Language, "language", "zh", "of the administrator: zh or en")
	fs.StringVar(&f.policies, "policies", "envicool", "shipped policies to put in force, the first is the usual one; envicool,showroom")
}

// make founds the company, or goes on with it.
func (f *founding) make(ctx context.Context, db table, at time.Time) error {
	if _, isTrial, err := staff.LoadTrial(ctx, db); err != nil || isTrial {
		return errors.Join(err, errors.New("a trial stays a trial: take an empty store"))
	}
	s := &staff.Service{DB: db}
	act := staff.Act{By: staff.System, At: at}
	if err := f.begin(ctx, s, act); err != nil {
		return err
	}
	var names []string
	if f.policies != "" {
		names = strings.Split(f.policies, ",")
	}
	company, err := s.Load(ctx)
	if err != nil || company.Info.Policy != "" {
		return err
	}
	return (&Main{shelf: &shelf.Shelf{DB: db}}).inForce(ctx, s, act, names)
}

// begin makes the company, unless the same one is there already.
func (f *founding) begin(ctx context.Context, s *staff.Service, act staff.Act) error {
	_, err := s.Found(ctx, act, f.cmd)
	if err == nil {
		return nil
	}
	if !fault.Is(err, "wrong-state") {
		return fmt.Errorf("found the company: %w", err)
	}
	company, err := s.Load(ctx)
	if err != nil {
		return err
	}
	if p := company.Person(f.cmd.Email); company.Info.Name != f.cmd.Name || p == nil || !p.Has(staff.Admin) {
		return errors.New("there is a company already")
	}
	return nil
}
