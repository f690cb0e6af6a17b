package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/shared/store"
	"yingbin/shared/store/dynamostore"
	"yingbin/shared/store/sqlitestore"
)

// A target is the store that a command works on: the embedded one of a data
// folder, or a DynamoDB table.
type target struct {
	data                    string
	table, endpoint, region string
	env                     func(string) string
}

// flags adds the flags that choose the store.
func (t *target) flags(fs *flag.FlagSet) {
	fs.StringVar(&t.data, "data", t.data, "data folder of the embedded store")
	fs.StringVar(&t.table, "table", "", "DynamoDB table instead of the data folder; credentials as in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN")
	fs.StringVar(&t.region, "region", t.env("AWS_REGION"), "region of the table (AWS_REGION)")
	fs.StringVar(&t.endpoint, "endpoint", t.env("AWS_ENDPOINT_URL_DYNAMODB"), "another address of DynamoDB (AWS_ENDPOINT_URL_DYNAMODB)")
}

// A table is what all commands on whole stores need.
type table interface {
	store.DB
	store.Porter
}

// String says where it is.
func (t *target) String() string {
	if t.table != "" {
		return "table " + t.table
	}
	return t.data
}

// open opens the store to be written; a data folder is made.
func (t *target) open() (table, func() error, error) {
	if t.table != "" {
		return t.dynamo()
	}
	if t.data == Memory {
		return nil, nil, errors.New("a store in memory ends with this command: name a folder with -data, or a -table")
	}
	if err := os.MkdirAll(t.data, 0o700); err != nil {
		return nil, nil, fmt.Errorf("make the data folder: %w", err)
	}
	db, err := sqlitestore.Open(filepath.Join(t.data, "store.db"))
	if err != nil {
		return nil, nil, err
	}
	return db, db.Close, nil
}

// still opens the store to be read as of one moment. The embedded store may be
// in use: what is read is a copy, which closing removes. A table has no such
// moment: nothing must write to it meanwhile.
func (t *target) still(ctx context.Context) (table, func() error, error) {
	if t.table != "" {
		return t.dynamo()
	}
	name := filepath.Join(t.data, "store.db")
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s holds no store", t.data)
	}
	copied, err := os.MkdirTemp(t.data, ".export-") // beside the store, where there is room for stores
	if err != nil {
		return nil, nil, fmt.Errorf("make a copy: %w", err)
	}
	remove := func() error { return os.RemoveAll(copied) }
	copyOf := filepath.Join(copied, "store.db")
	if err := backup(ctx, Options{Data: t.data}, copyOf); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	db, err := sqlitestore.Open(copyOf)
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return db, func() error { return errors.Join(db.Close(), remove()) }, nil
}

// dynamo opens the table with the credentials of the environment.
func (t *target) dynamo() (table, func() error, error) {
	if t.region == "" {
		return nil, nil, errors.New("-region is required (or AWS_REGION)")
	}
	id, secret := t.env("AWS_ACCESS_KEY_ID"), t.env("AWS_SECRET_ACCESS_KEY")
	if id == "" || secret == "" {
		return nil, nil, errors.New("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are required; `aws configure export-credentials --format env` prints them")
	}
	who := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: t.env("AWS_SESSION_TOKEN")}, nil
	})
	db := dynamostore.New(dynamostore.Client(t.region, t.endpoint, who, &http.Client{}), t.table, dynamostore.Options{})
	return db, func() error { return nil }, nil
}

// commandFlags reads the flags of a command and gives what follows them.
func commandFlags(name, usage string, args []string, out io.Writer, t *target, more func(*flag.FlagSet)) ([]string, error) {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(out)
	t.flags(fs)
	if more != nil {
		more(fs)
	}
	fs.Usage = func() {
		fmt.Fprintln(out, "usage: local "+name+" "+usage)
		fs.PrintDefaults()
	}
	err := fs.Parse(args)
	return fs.Args(), err
}
