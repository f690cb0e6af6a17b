package dynamostore

import (
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"yingbin/shared/store"
)

// An item is a document as DynamoDB holds it. What is empty is not there, so
// that a document without a place is not in that index.
type item = map[string]types.AttributeValue

// toItem writes a document with the version it carries.
func toItem(d store.Doc) item {
	it := toKey(d.Key)
	it["v"] = number(d.Version)
	setPlace(it, "desk", d.Desk)
	setPlace(it, "list", d.List)
	setPlace(it, "due", d.Due)
	row, body := pack(d)
	row.set(it, "row")
	body.set(it, "body")
	if !d.Expires.IsZero() {
		it["ttl"] = number(d.Expires.Unix())
	}
	return it
}

// toKey writes the key alone.
func toKey(k store.Key) item { return item{"pk": text(k.PK), "sk": text(k.SK)} }

// fromItem reads a document, or the part of it that an index shows.
func fromItem(it item) store.Doc {
	d := store.Doc{Key: store.Key{PK: getText(it, "pk"), SK: getText(it, "sk")}, Version: getNumber(it, "v")}
	d.Desk, d.List, d.Due = getPlace(it, "desk"), getPlace(it, "list"), getPlace(it, "due")
	d.Row, d.Body = getField(it, "row"), getField(it, "body")
	if seconds := getNumber(it, "ttl"); seconds != 0 {
		d.Expires = time.Unix(seconds, 0).UTC()
	}
	return d
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func setText(it item, name, s string) {
	if s != "" {
		it[name] = text(s)
	}
}

func setPlace(it item, name string, p store.Place) {
	setText(it, name, p.In)
	setText(it, name+"At", p.At)
}

func getText(it item, name string) string {
	if s, ok := it[name].(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

func getNumber(it item, name string) int64 {
	n, ok := it[name].(*types.AttributeValueMemberN)
	if !ok {
		return 0
	}
	v, err := strconv.ParseInt(n.Value, 10, 64)
	if err != nil {
		return 0 // not written by this package: the document counts as absent
	}
	return v
}

func getPlace(it item, name string) store.Place {
	return store.Place{In: getText(it, name), At: getText(it, name+"At")}
}
