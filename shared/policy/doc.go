// Package policy holds regulations as data and says what they say:
//
//	Evaluate(policy, facts, gate) → Outcome{Decisions, Standards, Findings, Approvals,
//	                                Itinerary, Tasks, Papers, Messages, Stages, Proposals, Blanks}
//
// It is pure: no clock, no store, no I/O; the time is a fact. Same policy,
// same facts, same outcome, which makes "try it on last year" possible. The
// domain asks at gates, the form at every keystroke with half the facts
// missing. No code names a preset, and a person who knows a regulation
// recognises it in the file. This text is the grammar.
//
// # Files
//
// A file (YAML, read by policy/load) is a policy or a fragment:
//
//	FILE    policy | fragment, draft: true (nobody may adopt it), governs: reception|request, sources[],
//	        articles{cite: label}, zh, en, include[fragments], drop[ids], suits: WHEN, skips[states],
//	        then the sections below, each a list of entries
//	ENTRY   id (never reused; was: old on rename), cite[], ours: true (our default, not the source's),
//	        zh, en, when: WHEN, unless: WHEN, each: KIND|[KIND]
//	WHEN    {fact: TEST, …} all hold  |  [map, map] any holds
//	TEST    value | [a, b] | "< 5" "<= …" "> …" ">= $n" | {not: [..]} | {only: [..]} | given | missing
//	VALUE   literal | $decision
//	MOMENT  name [± SPAN]
//	SPAN    15m 24h exact; 8wh working hours; 3d calendar days of the site; 2wd workdays | $decision
//	REF     fact, field, decision, paper.x, role.x, task.x, approval.x, item.x (kind or template entry),
//	        state.x, or a table that the pages make (guests, itinerary, rides, budget …)
//
//	kinds      base                       the regulation's own kinds of itinerary items
//	fields     type, choices[], rows[], ask: role, never_required      what it asks: visit.x guest.x item.x …
//	roles      is | of: applicant|customer|item|role.x | per: reception|item|guest, many
//	decisions  type (name or choices, lowest first), one of: is | rows[{id, when, unless, is}] | by: role; suggest
//	           is: blank = the company must fill it in; suggest: true = a person confirms the table
//	standards  {thing: [{id, when, unless, shall{fact: TEST}, cap{base, for, extra, count}, then, by}]}
//	stages     covers[REF]
//	itinerary  kind, at: MOMENT | after: id, takes: SPAN, with[roles], place, optional
//	rules      at: GATE|[GATE], needs[REF | [any of]], then: refuse|exception|reason|warn|deduct|$x, by: role
//	approvals  before[GATE], shows[REF], from: MOMENT, within: SPAN, remind[MOMENT], overdue[roles],
//	           steps[{id, when, unless, who[], need: all|any|n, asks[{id, zh, en}], fills[REF], refused, own: allowed}]
//	tasks      phase: before|during|after, tasks[…], from: MOMENT, after[ids], due: MOMENT, remind[MOMENT],
//	           overdue[roles], owner, fills[REF], call: role, times, optional, again[MOMENT], failure, sheet, standard{zh, en}
//	papers     of: reception|guest|customer|KIND|policy, by, to[], fields[REF|field], rows[], number,
//	           signed: approval, confirmed_by, freezes, language: reader, print, boxes[]
//	messages   upon: MOMENT, to[roles], via: mail|chat|screen, with[REF]
//	proposals  give{}                     the Go function of that id
//
// Included entries stand behind the policy's own. Unknown keys, keys without
// value (a text with a comma that was not quoted), anchors and tags are
// errors. In fields of tasks, words without a dot ("note") are values that
// only the task knows.
//
// A task with tasks is a group: done when they are. Its tasks inherit phase,
// each, from, due, remind, overdue, owner and after where they say none
// themselves, and hold only where the group holds.
//
// # Facts
//
// The registry (registry.go) has every fact with type, words, the gate that
// first knows it and the field where a person fills it in; a policy's fields
// and decisions are facts too. Comparisons of two facts are computed here
// (compute.go): lead, visit.same_day, item.surplus, money.left,
// expense.excess … Sets: value or list = some element is, only = all are, not
// = none is. Choices are ordered as listed, lowest first. A span is compared in
// the test's own unit: lead "< 3d" counts midnights, "< 72h" hours.
//
// Status facts (paper.x approval.x exception.x reason.x task.x role.x state.x)
// are none unless stated. exception.RULE: granted, on the visit or on one
// thing, settles a finding of strength exception; reason.RULE one of strength
// reason. The caller states them for the revision they hold for.
//
// # Evaluation
//
//  1. A fact is a value, unknown, or none (there is no such thing). Any test on
//     none is false, not included. given and missing: none and the empty set
//     count as missing; unknown is pending before the fact's gate and missing
//     from it on. A field's gate is the first that needs it, otherwise close; a
//     status is missing at the gate that asks for it.
//  2. And, or, not by Kleene: false wins in and, true in or; pending carries
//     the facts to ask for. A blank is pending and named.
//  3. Decisions are facts, evaluated when asked for. A person's choice wins;
//     then the first row that fits; a pending row stops the walk unless all that
//     could speak agree. Lead in decisions and in rules of submit and accept
//     counts from the submission, once there was one; at publish from the
//     publication.
//  4. Standards: per thing, per column, the first row that states the column;
//     rows that cannot be told leave it pending unless they agree. An item of
//     the itinerary that says nothing about its meal or lodging is not judged.
//     cap = base + max(0, n − for) × extra, inclusive; n by count, by default
//     those planned, from receive on those confirmed, at the claim those
//     checked in. A cap without a planned amount is pending and keeps nothing
//     shut: the cap is what it may cost.
//  5. each over nothing is silent.
//  6. All gates are evaluated; only findings of the gate asked about block. A
//     rule with several gates is judged at this one, otherwise at the next.
//  7. Pending at its gate: a rule that refuses, or asks for an exception or a
//     reason, refuses and names the fields, if a person can fill them in. One
//     that warns or deducts does not. Silent while the fact's own gate is later
//     than the rule's.
//  8. Findings are grouped per rule ("23 guests: …"); each names its rule and
//     cites its article.
//  9. A due time already past when the work arises is now, and urgent
//     (Work.DueAt). Work that waits for a task that does not exist does not wait.
//  10. A granted exception is a fact; it is met, and says so.
//
// A moment in days is due at the site's close of business (Moment.Resolve);
// what begins or is sent then, when it opens (Moment.ResolveFrom).
//
// each: guest and each: leg make one task with a mark for each, every other
// kind one task per thing, id@thing.
//
// # Life
//
// preset → the company's values for blanks (With) → tried → adopted: an
// immutable snapshot (Encode, Decode) with number and two hashes (Seal: rules,
// words) → receptions pin it. Check says everything that is wrong at once.
// What the grammar has and nothing runs yet is a problem of kind NotRunning:
// proposals, governs: request, skips, again, freezes, roles per guest, via:
// chat, each: match.
package policy
