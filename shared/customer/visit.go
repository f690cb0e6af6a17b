package customer

import (
	"encoding/json"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// op files a visit; filing it again writes the same document.
func (v Visit) op(customer string) (store.Op, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return store.Op{}, fault.Wrap(fault.Internal, "internal", err)
	}
	sk := "log#" + v.Start.Format("2006-01-02") + "#visit#" + v.Number
	return store.Put(store.Doc{Key: store.Key{PK: Partition(customer), SK: sk}, Body: body}), nil
}

// decodeVisit reads a visit of the log.
func decodeVisit(d store.Doc) (Visit, error) {
	var v Visit
	return v, staff.Decode(d, &v)
}

// addCost adds a visit's cost to the total, where the currency is the same.
func (f *File) addCost(v Visit) policy.Money {
	if sum, ok := f.Head.Cost.Add(v.Cost); ok {
		return sum
	}
	return f.Head.Cost
}
