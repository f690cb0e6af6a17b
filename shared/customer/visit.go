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
	return store.Put(store.Doc{Key: store.Key{PK: Partition(customer), SK: v.key()}, Body: body}), nil
}

// key is where a visit stands in the log.
func (v Visit) key() string { return "log#" + v.Start.Format("2006-01-02") + "#visit#" + v.Number }

// decodeVisit reads a visit of the log.
func decodeVisit(d store.Doc) (Visit, error) {
	var v Visit
	return v, staff.Decode(d, &v)
}

// plus adds a cost to a total, where the currency is the same.
func plus(total, cost policy.Money) policy.Money {
	if sum, ok := total.Add(cost); ok {
		return sum
	}
	return total
}

// minus takes a part out of a total again.
func minus(total, cost policy.Money) policy.Money {
	cost.Minor = -cost.Minor
	return plus(total, cost)
}
