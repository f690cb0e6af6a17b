// Command operate is for whoever runs Yingbin on AWS: the first company, the
// keys, and what waits for a person. It works on the table that the environment
// names (YINGBIN_TABLE, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
// AWS_SESSION_TOKEN; AWS_ENDPOINT_URL_DYNAMODB for another engine).
//
//	go run ./infra/operate keys                       make signing keys, to standard output
//	go run ./infra/operate rotate < OLD > NEW         put a new key before the one in force
//	go run ./infra/operate found NAME ZONE ADMIN EMAIL [POLICY …]
//	                                                  make the company, its first administrator, its rules
//	go run ./infra/operate adopt POLICY …             put the shipped rules in force, as a new version
//	go run ./infra/operate parked                     list what waits for a person
//	go run ./infra/operate park PK SK                 take an event out of the outbox
//	go run ./infra/operate again PK SK                put an event back into the outbox, and free its parked mails
//	go run ./infra/operate show PK                    the documents of a partition as JSON lines, to be read
//	go run ./infra/operate dump                       the whole table as JSON lines
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o := operator{env: os.Getenv, in: os.Stdin, out: os.Stdout, at: time.Now().UTC().Truncate(time.Millisecond)}
	if err := o.run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "operate:", err)
		os.Exit(1)
	}
}

// An operator is one call of the command.
type operator struct {
	env func(string) string
	in  io.Reader
	out io.Writer
	at  time.Time
}

// A task is one word of the command line.
type task struct {
	least, most int // arguments
	do          func(operator, context.Context, []string) error
}

// many is any number of arguments.
const many = 1 << 10

var tasks = map[string]task{
	"keys":   {0, 0, operator.keys},
	"rotate": {0, 0, operator.rotate},
	"found":  {4, many, operator.found},
	"adopt":  {1, many, operator.adopt},
	"parked": {0, 0, operator.parked},
	"park":   {2, 2, operator.park},
	"again":  {2, 2, operator.again},
	"show":   {1, 1, operator.show},
	"dump":   {0, 0, operator.dump},
}

// run does what the command line asks for.
func (o operator) run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("what? keys, rotate, found, adopt, parked, park, again, show or dump")
	}
	t, ok := tasks[args[0]]
	if n := len(args) - 1; !ok || n < t.least || n > t.most {
		return fmt.Errorf("%q is not understood; see go doc ./infra/operate", args)
	}
	return t.do(o, ctx, args[1:])
}
