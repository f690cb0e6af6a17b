package customer

import (
	"context"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
)

// A Line is one entry of a customer's history.
type Line struct {
	At      time.Time      `json:"at"`
	Kind    string         `json:"kind"`
	By      string         `json:"by,omitempty"`
	Changes []event.Change `json:"changes,omitempty"`
	Comment string         `json:"comment,omitempty"`
}

// A Story is a stretch of a customer's history, newest first.
type Story struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Items []Line `json:"items"`
	Next  string `json:"next,omitempty"`
}

// linesShown is how many entries a page of the history holds.
const linesShown = 50

// History tells what happened to a customer's record, also to one that was
// merged into another.
func (s *Service) History(ctx context.Context, id, after string) (Story, error) {
	page, err := event.History(ctx, s.DB, Partition(id), after, linesShown)
	if err != nil {
		return Story{}, err
	}
	docs, err := s.DB.Get(ctx, headKey(id))
	if err != nil || docs[0].Version == 0 {
		return Story{}, fault.Missing()
	}
	h, err := decodeHead(docs[0])
	story := Story{ID: id, Name: h.Name, Items: []Line{}, Next: page.Next}
	for _, e := range page.Entries {
		story.Items = append(story.Items, Line{e.At, e.Kind, e.By, e.Changes, e.Comment})
	}
	return story, err
}
