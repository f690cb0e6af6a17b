package engine

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"yingbin/shared/store"
	"yingbin/shared/store/dynamostore"
)

// filledTable is the name of the table of Filled.
const filledTable = "filled"

// Filled starts an engine whose table holds these documents. By its protocol
// Dynoxide takes some hundred documents a second; so what the driver would send
// is written down as an export of DynamoDB, which Dynoxide imports.
func Filled(ctx context.Context, docs iter.Seq2[store.Doc, error]) (db store.DB, stop func(), err error) {
	dir, err := os.MkdirTemp("", "yingbin-engine-")
	if err != nil {
		return nil, nil, err
	}
	drop := func() { _ = os.RemoveAll(dir) }
	f := filling{export: filepath.Join(dir, "export"), schema: filepath.Join(dir, "schema.json"), file: filepath.Join(dir, "engine.db")}
	err = f.fill(ctx, docs)
	if err != nil {
		drop()
		return nil, nil, err
	}
	endpoint, end, err := serve(ctx, "--db-path", f.file)
	if err != nil {
		drop()
		return nil, nil, err
	}
	return dynamostore.New(Client(endpoint), filledTable, dynamostore.Options{}), func() { end(); drop() }, nil
}

// A filling is the files by which a table is filled.
type filling struct{ export, schema, file string }

// fill writes the schema and the export, and has them imported.
func (f filling) fill(ctx context.Context, docs iter.Seq2[store.Doc, error]) error {
	if err := f.describe(ctx); err != nil {
		return err
	}
	if err := f.write(ctx, docs); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, program(), "import", "--source", f.export, "--schema", f.schema, "--output", f.file).CombinedOutput()
	if err != nil {
		return fmt.Errorf("import: %w: %s", err, out)
	}
	return nil
}

// describe writes down how an engine describes our table.
func (f filling) describe(ctx context.Context) error {
	endpoint, stop, err := serve(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if err := dynamostore.New(Client(endpoint), filledTable, dynamostore.Options{}).CreateTable(ctx); err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(`{"TableName":"`+filledTable+`"}`))
	if err != nil {
		return err
	}
	r.Header.Set("X-Amz-Target", "DynamoDB_20120810.DescribeTable")
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=local/20260101/"+Region+"/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
	r.Header.Set("X-Amz-Date", "20260101T000000Z")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("describe the table: %s", raw)
	}
	return errors.Join(err, os.WriteFile(f.schema, raw, 0o600))
}

// write writes the export: one gzipped file with an item a line.
func (f filling) write(ctx context.Context, docs iter.Seq2[store.Doc, error]) error {
	data := filepath.Join(f.export, filledTable, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(data, "1.json.gz"))
	if err != nil {
		return err
	}
	zip, err := gzip.NewWriterLevel(file, gzip.BestSpeed)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	db := dynamostore.New(clientBy("http://writer.invalid", writer{zip}), filledTable, dynamostore.Options{})
	return errors.Join(db.Load(ctx, docs), zip.Close(), file.Close())
}

// A writer stands for an empty table and writes down what it is to store.
type writer struct{ to io.Writer }

// RoundTrip answers as a table that stored everything.
func (w writer) RoundTrip(r *http.Request) (*http.Response, error) {
	var in struct {
		RequestItems map[string][]struct {
			PutRequest struct{ Item json.RawMessage }
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return nil, err
	}
	for _, put := range in.RequestItems[filledTable] {
		if _, err := fmt.Fprintf(w.to, "{\"Item\":%s}\n", put.PutRequest.Item); err != nil {
			return nil, err
		}
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}},
		Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}
