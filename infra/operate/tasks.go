package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/shared/event"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/dynamostore"
	"yingbin/shared/token"
)

// open gives the table that the environment names.
func (o operator) open() (*dynamostore.DB, error) {
	given := map[string]string{}
	for _, name := range []string{"YINGBIN_TABLE", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		if given[name] = o.env(name); given[name] == "" {
			return nil, fmt.Errorf("%s is not set", name)
		}
	}
	credentials := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: given["AWS_ACCESS_KEY_ID"], SecretAccessKey: given["AWS_SECRET_ACCESS_KEY"], SessionToken: o.env("AWS_SESSION_TOKEN")}, nil
	})
	client := dynamostore.Client(given["AWS_REGION"], o.env("AWS_ENDPOINT_URL_DYNAMODB"), credentials, &http.Client{Timeout: time.Minute})
	return dynamostore.New(client, given["YINGBIN_TABLE"], dynamostore.Options{}), nil
}

// keys makes a ring with one fresh key.
func (o operator) keys(context.Context, []string) error {
	ring, err := token.Generate(rand.Reader)
	if err != nil {
		return err
	}
	return json.NewEncoder(o.out).Encode(ring)
}

// rotate reads a ring and gives the next.
func (o operator) rotate(context.Context, []string) error {
	raw, err := io.ReadAll(o.in)
	if err != nil {
		return err
	}
	ring, err := token.ParseRing(raw)
	if err != nil {
		return errors.New("standard input holds no keys")
	}
	if ring, err = ring.Rotate(rand.Reader); err != nil {
		return err
	}
	return json.NewEncoder(o.out).Encode(ring)
}

// found makes the company in an empty table.
func (o operator) found(ctx context.Context, args []string) error {
	db, err := o.open()
	if err != nil {
		return err
	}
	v, err := (&staff.Service{DB: db}).Found(ctx, staff.Act{By: staff.System, At: o.at}, staff.Found{Name: args[0], Zone: args[1], Admin: args[2], Email: args[3]})
	if err != nil {
		return err
	}
	fmt.Fprintln(o.out, "founded; the administrator signs in as", v.Email)
	if len(args) == 4 {
		return nil
	}
	return o.adopt(ctx, args[4:])
}

// adopt puts shipped policies in force.
func (o operator) adopt(ctx context.Context, names []string) error {
	db, err := o.open()
	if err != nil {
		return err
	}
	for _, name := range names {
		p, err := load.FS(presets.FS, name)
		var wrong load.Errors
		if err != nil && !(errors.As(err, &wrong) && wrong.OnlyNotRunning()) {
			return fmt.Errorf("policy %s: %w", name, err)
		}
		if _, err := (&shelf.Shelf{DB: db}).Adopt(ctx, p, staff.System, o.at.Format(time.RFC3339)); err != nil {
			return fmt.Errorf("adopt policy %s: %w", name, err)
		}
		fmt.Fprintln(o.out, "in force:", name)
	}
	return nil
}

// parked lists keys, oldest first.
func (o operator) parked(ctx context.Context, _ []string) error {
	db, err := o.open()
	if err != nil {
		return err
	}
	keys, err := event.ParkedKeys(ctx, db, 0)
	for _, k := range keys {
		fmt.Fprintln(o.out, k.PK, k.SK)
	}
	return err
}

// park takes an event out of the outbox.
func (o operator) park(ctx context.Context, args []string) error {
	db, err := o.open()
	if err != nil {
		return err
	}
	return event.Park(ctx, db, store.Key{PK: args[0], SK: args[1]}, o.at)
}

// again puts an event back.
func (o operator) again(ctx context.Context, args []string) error {
	db, err := o.open()
	if err != nil {
		return err
	}
	return event.Again(ctx, db, store.Key{PK: args[0], SK: args[1]}, o.at)
}

// show writes what one partition holds, unpacked.
func (o operator) show(ctx context.Context, args []string) error {
	db, err := o.open()
	if err != nil {
		return err
	}
	return store.WriteLines(o.out, db.Query(ctx, store.Query{In: args[0]}))
}

// dump writes everything.
func (o operator) dump(ctx context.Context, _ []string) error {
	db, err := o.open()
	if err != nil {
		return err
	}
	return store.WriteLines(o.out, db.Dump(ctx))
}
