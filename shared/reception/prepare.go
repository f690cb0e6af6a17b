package reception

// refreshTasks expands the policy's tasks over the reception as it stands now:
// new ones are made, gone ones dropped, due times and owners follow; what is
// done stays done. Values and versions of unchanged tasks are kept.
func (t *turn) refreshTasks() error { return nil }

// askTasks asks every waiting task whose moment has come (provisional: before
// the sheet is confirmed, for urgent receptions) and tells each owner once.
func (t *turn) askTasks(provisional bool) {}

// dropTasks drops every open task: the reception is cancelled or declined.
func (t *turn) dropTasks() {}

// readiness is go or no-go with its reasons.
func (r *Reception) readiness(lang string) Readiness { return Readiness{} }
