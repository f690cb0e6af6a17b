package dynamostore_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"yingbin/shared/store"
	"yingbin/shared/store/storetest"
)

// lossy loses the next write on its way to a real engine, or its answer.
type lossy struct {
	failure storetest.Failure
}

func (l *lossy) Do(r *http.Request) (*http.Response, error) {
	target := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), prefix)
	failure := l.failure
	if target != putItem && target != delItem && target != transact {
		failure = storetest.None
	} else {
		l.failure = storetest.None
	}
	if failure == storetest.Lost {
		return nil, errLost
	}
	response, err := http.DefaultClient.Do(r)
	if failure == storetest.Unanswered && err == nil {
		return nil, errors.Join(errLost, response.Body.Close())
	}
	return response, err
}

// Whatever is lost on the wire, the caller sees a commit applied once.
func TestLostRequestsAndAnswersOnEngine(t *testing.T) {
	wire := &lossy{}
	db := engine(t, wire)
	for _, failure := range []storetest.Failure{storetest.Lost, storetest.Unanswered} {
		a, b := document(failure.String()+"A"), document(failure.String()+"B")
		through := func(ops ...store.Op) {
			t.Helper()
			wire.failure = failure
			if err := db.Commit(t.Context(), ops...); err != nil {
				t.Errorf("%v: %v", failure, err)
			}
			if wire.failure != storetest.None {
				t.Errorf("%v: nothing was lost", failure)
			}
		}
		through(store.Create(a))
		a.Version = 1
		through(store.Replace(a), store.Create(b))
		a.Version, b.Version = 2, 1
		through(store.Replace(b))
		through(store.Delete(a))
		through(store.Put(a))
		docs, err := db.Get(t.Context(), a.Key, b.Key)
		if err != nil || docs[0].Version != 3 || docs[1].Version != 2 {
			t.Errorf("%v: %+v, %v", failure, docs, err)
		}
		wire.failure = failure
		expect(t, db.Commit(t.Context(), store.Create(a)), []int{0}) // not mine: it has another version
	}
}

func document(sk string) store.Doc {
	return store.Doc{Key: store.Key{PK: "r#1", SK: sk}, Body: []byte(`{"s":1}`)}
}
