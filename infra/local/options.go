package main

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"yingbin/shared/blob"
	"yingbin/shared/policy"
	"yingbin/shared/store"
)

// Options are what the command line or the environment says.
type Options struct {
	Addr    string // to listen on
	URL     string // in mailed links; required outside a trial
	Data    string // folder; ":memory:" keeps nothing
	Clock   string // where a trial's clock stands at the start
	SMTP    string // smtp://user:password@host:port; empty: mail is kept in a folder
	Trial   bool   // an empty store becomes a trial
	Demo    bool   // a new trial shows receptions
	TLSCert string
	TLSKey  string
	Profile string // file for a CPU profile of the whole run; empty: none
	Log     *slog.Logger
	// Unsynced gives up durability against power loss, for tests.
	Unsynced bool
	// Preset reads a shipped policy by its name; nil reads it as it is shipped.
	Preset func(name string) (*policy.Policy, error)
	// Wrap puts something between the process and its store, for tests that
	// count or fail; nil: nothing.
	Wrap func(store.DB) store.DB
	// Files keeps files in another place than the data folder, for tests, and
	// Bucket is where browsers reach it; nil: here.
	Files  blob.Store
	Bucket *url.URL
}

// Memory as Data keeps nothing beyond the process.
const Memory = ":memory:"

// parse reads flags; each has a twin in the environment, which the flag beats.
func parse(args []string, env func(string) string, out io.Writer) (Options, []string, error) {
	o := Options{}
	fs := flag.NewFlagSet("local", flag.ContinueOnError)
	fs.SetOutput(out)
	text := func(p *string, name, fallback, usage string) {
		twin := "YINGBIN_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		if v := env(twin); v != "" {
			fallback = v
		}
		fs.StringVar(p, name, fallback, usage+" ("+twin+")")
	}
	text(&o.Addr, "addr", "127.0.0.1:8080", "address to listen on")
	text(&o.URL, "url", "", "address in mailed links, https://…; required outside a trial")
	text(&o.Data, "data", "yingbin-data", "folder of store, keys, files and mails; :memory: keeps nothing")
	text(&o.Clock, "clock", "", "where a trial's clock stands at the start, RFC 3339")
	text(&o.SMTP, "smtp", "", "smtp://user:password@host:port, or smtps://; empty: mails stay in the data folder")
	text(&o.TLSCert, "tls-cert", "", "certificate file")
	text(&o.TLSKey, "tls-key", "", "key file")
	text(&o.Profile, "profile", "", "file for a CPU profile of the whole run, for go tool pprof")
	fs.BoolVar(&o.Trial, "trial", env("YINGBIN_TRIAL") == "1", "make an empty store a trial with a demonstration company (YINGBIN_TRIAL=1)")
	fs.BoolVar(&o.Demo, "demo", env("YINGBIN_DEMO") != "0", "fill a new trial with receptions to look at (YINGBIN_DEMO=0: only the company)")
	fs.Usage = func() {
		fmt.Fprintln(out, usage)
		fs.PrintDefaults()
	}
	if err := fs.Parse(args); err != nil {
		return o, nil, err
	}
	return o, fs.Args(), o.check()
}

// usage says what can be done; keys and files are no part of the store.
const usage = `usage: local [flags]                 serve
       local [flags] backup FILE     copy the store, also while it is served; keys.json and files/ are not in it
       local [flags] restore FILE    make the store of an empty data folder from a copy
       local export [flags] FILE|-   write a store out, here or on AWS (export -h)
       local import [flags] FILE|-   read it into another (import -h)
       local found [flags]           make a company without the first page (found -h)
flags:`

// check refuses what cannot work.
func (o Options) check() error {
	if o.URL != "" {
		if _, err := siteURL(o.URL); err != nil {
			return err
		}
	}
	if _, err := parseClock(o.Clock); o.Clock != "" && err != nil {
		return fmt.Errorf("-clock: %w", err)
	}
	if (o.TLSCert == "") != (o.TLSKey == "") {
		return fmt.Errorf("-tls-cert and -tls-key belong together")
	}
	return nil
}

// siteURL reads the address of the site: scheme and host, nothing else.
func siteURL(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return nil, fmt.Errorf("-url %q must be https://host", text)
	}
	return u, nil
}

// parseClock reads where the clock should stand.
func parseClock(text string) (time.Time, error) { return time.Parse(time.RFC3339, text) }
