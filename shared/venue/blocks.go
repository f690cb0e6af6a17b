package venue

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// blocksShown is how many blocks are listed, the first to end first.
const blocksShown = 100

// blockList is the partition of the list in which blocks lie by their end, so
// that those that are over are never read.
const blockList = "block"

// orderTime writes times so that their order is that of their bytes.
const orderTime = "2006-01-02T15:04:05Z"

// A BlockView is a block as its readers see it.
type BlockView struct {
	Block
	Name    string `json:"name"`              // of the resource or the person
	ByName  string `json:"by_name,omitempty"` // who made it
	MayDrop bool   `json:"may_drop"`
}

// Blocks lists what is taken outside receptions from now on, the first to begin
// first. What a colleague is away for is for himself and the office.
func (s *Service) Blocks(ctx context.Context, act staff.Act) ([]BlockView, error) {
	c, err := s.Staff.Load(ctx)
	if err != nil {
		return nil, err
	}
	rs, err := Of(c)
	if err != nil {
		return nil, err
	}
	docs, err := store.All(ctx, s.DB, store.Query{Index: store.List, In: blockList, From: act.At.UTC().Format(orderTime), Limit: blocksShown})
	if err != nil {
		return nil, err
	}
	list := []BlockView{}
	for _, d := range docs {
		var b Block
		if err := json.Unmarshal(d.Row, &b); err != nil {
			return nil, fault.Wrap(fault.Internal, "internal", err)
		}
		list = append(list, b.view(c, rs, act))
	}
	slices.SortStableFunc(list, func(a, b BlockView) int { return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Name, b.Name)) })
	return list, nil
}

// view is a block for a reader.
func (b Block) view(c *staff.Company, rs *Resources, act staff.Act) BlockView {
	b.From, b.To = b.From.In(c.Zone()), b.To.In(c.Zone())
	v := BlockView{Block: b, Name: b.Resource}
	if by := c.Person(b.By); by != nil {
		v.ByName = by.Called(act.Lang)
	}
	reader := c.Person(act.By)
	office := reader != nil && reader.Has(staff.Admin, staff.Office)
	if r := rs.Get(b.Resource); r != nil {
		v.Name, v.MayDrop = r.Called(act.Lang), office
		return v
	}
	if p := c.Person(b.Resource); p != nil {
		v.Name = p.Called(act.Lang)
	}
	if v.MayDrop = office || b.Resource == act.By; !v.MayDrop {
		v.Why = ""
	}
	return v
}

// blockKey names the document by which a block is listed.
func blockKey(id string) store.Key { return store.Key{PK: "block#" + id, SK: "-"} }

// listed is the operation that lists a block.
func (b Block) listed() (store.Op, error) {
	row, err := json.Marshal(b)
	if err != nil {
		return store.Op{}, fault.Wrap(fault.Internal, "internal", err)
	}
	d := store.Doc{Key: blockKey(b.ID), Row: row, Expires: b.To.Add(keep),
		List: store.Place{In: blockList, At: b.To.UTC().Format(orderTime) + "#" + b.ID}}
	return staff.Encode(d, struct {
		Schema int `json:"s"`
	}{staff.Schema})
}

// unlisted is the operation that takes a block off the list; the document stays
// until it expires.
func unlisted(d store.Doc) (store.Op, error) {
	d.List, d.Row = store.Place{}, nil
	return staff.Encode(d, struct {
		Schema int `json:"s"`
	}{staff.Schema})
}
