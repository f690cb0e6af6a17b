package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"yingbin/infra/trial"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/token"
	"yingbin/shared/venue"
	"yingbin/shared/web"
)

// control answers /_local/ as the local process does.
func (s *stack) control(mux *http.ServeMux) {
	for pattern, do := range map[string]func(*http.Request, json.RawMessage) (any, error){
		"POST /_local/reset": s.reset, "GET /_local/clock": s.readClock, "POST /_local/clock": s.moveClock, "GET /_local/mails": s.mails,
		"POST /_local/faults": s.faults, "POST /_local/sign-in": s.signIn, "POST /_local/deliveries": s.deliveries,
		"POST /_local/crash": s.crash} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			s.mu.Lock()
			defer s.mu.Unlock()
			var body json.RawMessage
			if r.Method == http.MethodPost {
				if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
					http.Error(w, err.Error(), http.StatusBadRequest)
					return
				}
			}
			v, err := do(r, body)
			status := http.StatusOK
			if err != nil {
				fmt.Fprintln(os.Stderr, pattern, err)
				p := web.ProblemOf(err, i18n.Negotiate(r.Header.Get("Accept-Language"), i18n.Default))
				v, status = p, p.Status
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(v)
		})
	}
	mux.HandleFunc("GET /_local/mails/{file}", s.eml)
	mux.HandleFunc("GET /_local/mails/{id}/{n}", s.attachment)
}

// zone is the demonstration company's.
func (s *stack) zone(ctx context.Context) *time.Location {
	c, err := s.staff.Load(ctx)
	if err != nil {
		return time.UTC
	}
	return c.Zone()
}

// samples is the known start of the samples that lie beside the functions: the
// company, receptions that each is about, and nothing that happens by itself.
const samples = "samples"

// reset gives the trial a known start. Every function starts cold afterwards.
func (s *stack) reset(r *http.Request, body json.RawMessage) (any, error) {
	var cmd struct {
		Data string
		Now  *time.Time
	}
	if err := json.Unmarshal(body, &cmd); err != nil || !slices.Contains([]string{"", "company", "empty", samples}, cmd.Data) {
		return nil, fault.Field("/data", "invalid")
	}
	if cmd.Now != nil {
		if err := trial.Bearable(*cmd.Now); err != nil {
			return nil, err
		}
	}
	for _, f := range s.functions {
		f.chill()
	}
	if cmd.Now != nil && s.local == nil {
		s.clock.set(*cmd.Now)
	}
	s.held, s.still = false, cmd.Data == samples
	if err := s.empty(r.Context()); err != nil {
		return nil, err
	}
	if _, err := s.stream.read(r.Context()); err != nil { // what was in it is gone
		return nil, err
	}
	if cmd.Data != "empty" {
		if err := trial.Fill(r.Context(), s.staff, s.shelf, trial.Shipped, s.clock.now()); err != nil {
			return nil, err
		}
	}
	if cmd.Data == samples {
		if err := s.sow(r.Context()); err != nil {
			return nil, err
		}
	}
	c, err := s.staff.Load(r.Context())
	if err != nil {
		return nil, err
	}
	resources, err := venue.Of(c)
	if err != nil {
		return nil, err
	}
	lang := i18n.Negotiate(r.Header.Get("Accept-Language"), i18n.Default)
	return map[string]any{"now": s.clock.now().In(c.Zone()), "staff": c.Views(lang), "resources": resources.Views()}, nil
}

// empty removes the trial's company, receptions and mails.
func (s *stack) empty(ctx context.Context) error {
	if err := trial.Empty(ctx, s.db); err != nil {
		return err
	}
	s.staff.Forget()
	return s.box.Clear()
}

// moved is what the clock answers. What ran is known to the functions alone.
func (s *stack) moved(ctx context.Context) any {
	return map[string]any{"now": s.clock.now().In(s.zone(ctx)), "frozen": s.clock.frozen(), "ran": []any{}}
}

func (s *stack) readClock(r *http.Request, _ json.RawMessage) (any, error) {
	if err := s.settle(r.Context(), s.clock.now()); err != nil {
		return nil, err
	}
	return s.moved(r.Context()), nil
}

func (s *stack) moveClock(r *http.Request, body json.RawMessage) (any, error) {
	var cmd struct {
		Now     *time.Time
		Advance string
	}
	if err := json.Unmarshal(body, &cmd); err != nil || (cmd.Now == nil) == (cmd.Advance == "") {
		return nil, fault.Field("/now", "required")
	}
	if s.local != nil { // its gateway stamps events with the machine's time
		return nil, fault.New(fault.Invalid, "invalid")
	}
	to := s.clock.now()
	if cmd.Now != nil {
		to = *cmd.Now
	} else {
		d, err := advance(cmd.Advance)
		if err != nil {
			return nil, err
		}
		to = to.Add(d)
	}
	if to.Before(s.clock.now()) {
		return nil, fault.Field("/now", "clock-backwards")
	}
	if err := trial.Bearable(to); err != nil {
		return nil, err
	}
	s.clock.set(s.clock.now())
	if err := s.settle(r.Context(), to); err != nil {
		return nil, err
	}
	return s.moved(r.Context()), nil
}

// advance reads a duration; days are no unit of the standard library.
func advance(text string) (time.Duration, error) {
	days, rest, found := strings.Cut(text, "d")
	n := 0
	if found {
		if _, err := fmt.Sscan(days, &n); err != nil {
			return 0, fault.Field("/advance", "invalid")
		}
		text = rest
	}
	var d time.Duration
	if text != "" {
		var err error
		if d, err = time.ParseDuration(text); err != nil {
			return 0, fault.Field("/advance", "invalid")
		}
	}
	return time.Duration(n)*24*time.Hour + d, nil
}

// faults holds events in the outbox, or lets them go.
func (s *stack) faults(r *http.Request, body json.RawMessage) (any, error) {
	var cmd struct {
		HoldDelivery bool `json:"hold_delivery"`
	}
	if err := json.Unmarshal(body, &cmd); err != nil {
		return nil, fault.Field("/hold_delivery", "invalid")
	}
	s.held = cmd.HoldDelivery
	return map[string]bool{"held": s.held}, s.deliver(r.Context())
}

// crash kills the processes of all functions, as kill -9 does with the local
// process. What the table holds stays, the stream goes on from where it was, and
// the next events start new processes.
func (s *stack) crash(r *http.Request, _ json.RawMessage) (any, error) {
	if s.local != nil { // its containers are not ours to kill
		return nil, fault.New(fault.Invalid, "invalid")
	}
	killed := 0
	for _, f := range s.functions {
		if f.kill() {
			killed++
		}
	}
	s.held = false
	return map[string]int{"killed": killed}, s.deliver(r.Context())
}

// signIn gives a token without a mail.
func (s *stack) signIn(r *http.Request, body json.RawMessage) (any, error) {
	var cmd struct{ Email string }
	if err := json.Unmarshal(body, &cmd); err != nil {
		return nil, fault.Field("/email", "invalid")
	}
	c, err := s.staff.Load(r.Context())
	if err != nil {
		return nil, err
	}
	v, ok := c.View(cmd.Email, i18n.Default)
	if !ok || !v.Active {
		return nil, fault.Field("/email", "unknown-id")
	}
	return web.SignedInAs{Token: s.ring.SignSession(token.Session{Staff: v.ID, Issued: s.clock.now(), Trial: true}), Staff: v}, nil
}

// deliveries lets SES report what became of a mail.
func (s *stack) deliveries(r *http.Request, body json.RawMessage) (any, error) {
	var cmd struct{ Mail, State, Reason string }
	if err := json.Unmarshal(body, &cmd); err != nil {
		return nil, fault.Field("/mail", "invalid")
	}
	kept, ok := s.box.Get(cmd.Mail)
	if !ok {
		return nil, fault.Field("/mail", "unknown-id")
	}
	if _, err := s.functions["delivery"].invoke(r.Context(), report(kept, cmd.State, cmd.Reason, s.clock.now())); err != nil {
		return nil, err
	}
	err := s.box.Mark(kept.ID, cmd.State, cmd.Reason)
	kept, _ = s.box.Get(cmd.Mail)
	return map[string]any{"mail": s.shown(kept)}, errors.Join(err)
}
