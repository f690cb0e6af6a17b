package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/blob"
	"yingbin/shared/blob/dirblob"
	"yingbin/shared/lambdas"
	"yingbin/shared/mail"
	"yingbin/shared/mail/mailbox"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/staff"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/token"
)

// A Main is the running process. Tests run it too.
type Main struct {
	opts   Options
	folder string   // of files; removed at the end when the data was in memory only
	lock   *os.File // nil: in memory
	db     *sqlitestore.DB
	store  watched
	ring   *token.Ring
	clock  Clock
	box    *mailbox.Box
	send   mail.Sender
	shelf  *shelf.Shelf
	files  *dirblob.Dir
	trial  bool
	fresh  bool // the trial was made by this start
	listen net.Listener
	http   *http.Server
	pump   atomic.Pointer[pump]
	serves atomic.Pointer[http.Handler]
	asked  atomic.Int32 // requests that are being answered
	failed chan error
	work   context.Context
	halt   context.CancelFunc
	busy   sync.WaitGroup
	// choosing lets one visitor of the first page decide.
	choosing sync.Mutex
}

// Start opens the data, listens and serves.
func Start(ctx context.Context, opts Options) (*Main, error) {
	m := &Main{opts: opts, failed: make(chan error, 1)}
	if m.opts.Log == nil {
		m.opts.Log = slog.New(slog.DiscardHandler)
	}
	m.work, m.halt = context.WithCancel(context.WithoutCancel(ctx))
	if err := m.open(ctx); err != nil {
		return nil, errors.Join(err, m.close())
	}
	if err := m.build(ctx); err != nil {
		return nil, errors.Join(err, m.close())
	}
	m.http = &http.Server{Handler: http.HandlerFunc(m.ServeHTTP), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 10240, ErrorLog: slog.NewLogLogger(m.opts.Log.Handler(), slog.LevelWarn)}
	m.busy.Go(m.accept)
	return m, nil
}

// open opens everything that has a state: store, keys, mails, listener.
func (m *Main) open(ctx context.Context) (err error) {
	path, options := sqlitestore.Memory, []sqlitestore.Option{}
	if m.folder = m.opts.Data; m.folder == Memory {
		if m.folder, err = os.MkdirTemp("", "yingbin-"); err != nil {
			return fmt.Errorf("make a folder: %w", err)
		}
	} else {
		path = filepath.Join(m.folder, "store.db")
		if err := os.MkdirAll(m.folder, 0o700); err != nil {
			return fmt.Errorf("make the data folder: %w", err)
		}
		if m.lock, err = lock(m.folder); err != nil {
			return err
		}
	}
	if m.opts.Unsynced {
		options = append(options, sqlitestore.Unsynced())
	}
	if m.db, err = sqlitestore.Open(path, options...); err != nil {
		return err
	}
	m.store = watched{m.db, m.nudge}
	if m.opts.Wrap != nil {
		m.store.DB = m.opts.Wrap(m.db)
	}
	m.shelf = &shelf.Shelf{DB: m.store}
	if m.ring, err = keyRing(m.opts.Data); err != nil {
		return err
	}
	if m.box, err = mailbox.Open(m.mailFile()); err != nil {
		return err
	}
	if m.files, err = dirblob.Open(filepath.Join(m.folder, "files"), m.clock.Now); err != nil {
		return err
	}
	if m.send, err = m.sender(); err != nil {
		return err
	}
	if m.listen, err = (&net.ListenConfig{}).Listen(ctx, "tcp", m.opts.Addr); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return nil
}

// mailFile is where mails are kept that are not sent.
func (m *Main) mailFile() string {
	if m.opts.Data == Memory {
		return mailbox.Memory
	}
	return filepath.Join(m.folder, mailFile)
}

// mailFile is the name of the file in the data folder.
const mailFile = "mail.db"

// build wires the app for what the store is: a trial, a company, or empty.
// It runs again when the first page has decided.
func (m *Main) build(ctx context.Context) (err error) {
	if m.opts.Trial {
		if err := m.startTrial(ctx); err != nil {
			return err
		}
	}
	if m.trial, err = m.clock.load(ctx, m.store); err != nil {
		return err
	}
	company, err := (&staff.Service{DB: m.store}).Load(ctx)
	if err != nil {
		return err
	}
	if !m.trial && !company.Founded() {
		m.handle(m.firstPage())
		return nil
	}
	site, err := m.site()
	if err != nil {
		return err
	}
	a := app.New(app.Ports{DB: m.store, Ring: m.ring, Site: site, Random: rand.Reader, Log: m.opts.Log, Mail: m.send, From: m.from(company, site),
		Policies: m.shelf, Files: cmp.Or(m.opts.Files, blob.Store(m.files)), Routes: m.routes()})
	p := &pump{app: a, clock: &m.clock, log: m.opts.Log, wake: make(chan struct{}, 1), tidy: m.tidy, busy: m.busyNow}
	m.pump.Store(p)
	seeding := make(chan struct{})
	m.busy.Go(func() {
		defer p.run(m.work)
		// The first page need not wait for the demonstration; clock, mails and
		// reset do.
		err := p.alone(func() error { close(seeding); return m.seed(m.work, a) })
		if err != nil && m.work.Err() == nil {
			m.opts.Log.ErrorContext(m.work, "demonstration", "error", err)
		}
	})
	<-seeding
	p.nudge() // events that a crash left behind
	m.handle(m.beside(site, gateway(lambdas.HTTP(a.Server), m.clock.Now)))
	return nil
}

// mailsKept is how long sent mails can be read again.
const mailsKept = 90 * 24 * time.Hour

// tidy removes expired documents and old mails.
func (m *Main) tidy(ctx context.Context, at time.Time) error {
	_, err := m.db.Expire(ctx, at)
	_, swept := m.box.Sweep(at.Add(-mailsKept))
	return errors.Join(err, swept, m.files.Sweep(at.Add(-uploadsKept)))
}

// uploadsKept is how long what a browser brought waits to be confirmed.
const uploadsKept = 24 * time.Hour

// handle puts a handler in charge.
func (m *Main) handle(h http.Handler) { m.serves.Store(&h) }

// ServeHTTP answers with what is in charge.
func (m *Main) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.asked.Add(1)
	defer m.asked.Add(-1)
	(*m.serves.Load()).ServeHTTP(w, r)
}

// crowded is how many requests at once are a crowd: one of them may be waiting
// for the mails themselves.
const crowded = 4

func (m *Main) busyNow() bool { return m.asked.Load() >= crowded }

// nudge tells the pump of an event, if there is a pump already.
func (m *Main) nudge() {
	if p := m.pump.Load(); p != nil {
		p.nudge()
	}
}

// accept serves until the server is shut down.
func (m *Main) accept() {
	var err error
	if m.opts.TLSCert != "" {
		err = m.http.ServeTLS(m.listen, m.opts.TLSCert, m.opts.TLSKey)
	} else {
		err = m.http.Serve(m.listen)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		m.failed <- err
	}
}

// URL is where the process listens.
func (m *Main) URL() string {
	scheme := "http"
	if m.opts.TLSCert != "" {
		scheme = "https"
	}
	return scheme + "://" + m.listen.Addr().String()
}

// Failed tells when serving has come to an end by itself.
func (m *Main) Failed() <-chan error { return m.failed }

// Stop lets requests under way finish, then closes everything.
func (m *Main) Stop(ctx context.Context) error {
	err := m.http.Shutdown(ctx)
	return errors.Join(err, m.close())
}

// close ends the work beside the requests and closes what is open.
func (m *Main) close() error {
	m.halt()
	var err error
	if m.http == nil && m.listen != nil {
		err = m.listen.Close()
	}
	m.busy.Wait()
	if m.db != nil {
		err = errors.Join(err, m.db.Close())
	}
	if m.box != nil {
		err = errors.Join(err, m.box.Close())
	}
	if m.lock != nil {
		err = errors.Join(err, m.lock.Close())
	}
	if m.opts.Data == Memory && m.folder != "" {
		err = errors.Join(err, os.RemoveAll(m.folder))
	}
	return err
}
