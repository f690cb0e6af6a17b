// The plan: the grid writes into the list, the list is what is sent. Without
// this file the page works by its buttons.

const form = document.querySelector("form[data-plan]");
if (form) start();

function start() {
  const step = 15;
  const say = form.dataset, state = form.querySelector("[data-state]");
  const board = form.querySelector("[data-part=board]"), hand = document.querySelector("[data-hand]");
  const field = (name) => form.elements[name];
  const value = (name) => field(name)?.value ?? "";
  let dirty = "changed" in say, sending = false, held = null, timer = 0, asked = 0, inHand = null;

  // Times of the clock, as people write them.
  const minutes = (text) => {
    const m = /^(\d{1,2})(?:[:.：]?(\d{2}))?$/.exec(text.trim());
    return m ? Number(m[1]) * 60 + Number(m[2] || 0) : NaN;
  };
  const clock = (n) => `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
  const dayAfter = (day, n) => { const d = new Date(`${day}T12:00:00Z`); d.setUTCDate(d.getUTCDate() + n); return d.toISOString().slice(0, 10); };

  // What is not saved is said, and leaving asks.
  const touched = () => {
    dirty = true;
    state.textContent = say.unsaved;
    clearTimeout(timer);
    timer = setTimeout(ask, 400);
  };
  addEventListener("beforeunload", (e) => { if (dirty && !sending) e.preventDefault(); });
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("pageshow", () => { sending = false; });
  form.addEventListener("input", touched);

  // ask learns what the plan would mean; nothing is stored.
  async function ask() {
    if (held) return;
    const turn = ++asked, body = new URLSearchParams();
    for (const [name, x] of new FormData(form)) if (name !== "idempotency_key" && name !== "do") body.append(name, x);
    body.append("do", "live");
    state.textContent = say.checking;
    let text = "";
    try {
      const answer = await fetch(form.action, { method: "POST", headers: { Accept: "text/html" }, body });
      text = answer.ok ? await answer.text() : "";
    } catch { /* offline: said below */ }
    if (turn !== asked || held) return;
    state.textContent = text ? (dirty ? say.unsaved : "") : say.failed;
    if (text) show(new DOMParser().parseFromString(text, "text/html"));
  }

  // show takes over the parts of an answer, and leaves the reader where he is.
  function show(doc) {
    const at = document.activeElement?.closest?.("[data-row]"), col = at?.closest(".col");
    const was = at && board.contains(at) ? [at.dataset.row, col?.dataset.value, col?.closest(".boardday").dataset.day] : null;
    const scroll = [...board.querySelectorAll(".cols")].map((x) => x.scrollLeft);
    for (const part of doc.querySelectorAll("[data-part]")) {
      const here = document.querySelector(`[data-part="${part.dataset.part}"]`);
      const busy = part.dataset.part === "side" && (here.contains(document.activeElement) || [...here.querySelectorAll("textarea")].some((x) => x.value));
      if (!busy) here.replaceChildren(...part.childNodes);
    }
    for (const says of doc.querySelectorAll("[data-says]")) {
      const line = document.getElementById(`row-${says.dataset.says}`);
      line?.querySelector("[data-says]")?.replaceChildren(...says.childNodes);
      line?.classList.remove("stop", "warn");
      if (says.dataset.level) line?.classList.add(says.dataset.level);
    }
    board.querySelectorAll(".cols").forEach((x, i) => { x.scrollLeft = scroll[i] || 0; });
    if (was) {
      const [row, value, day] = was, all = [...board.querySelectorAll(`a[data-row="${row}"]`)];
      (all.find((a) => a.closest(".col").dataset.value === value && a.closest(".boardday").dataset.day === day) || all[0])?.focus({ preventScroll: true });
    }
    scripted(board);
    if (inHand) take(inHand);
  }

  // scripted shows what only makes sense with script and hides the rest.
  function scripted(root) {
    for (const x of root.querySelectorAll("[data-script], [data-add]")) x.hidden = false;
    for (const x of root.querySelectorAll("[data-plain]")) x.hidden = true;
  }
  scripted(document);

  // Grid and list show the same days. The buttons above the grid and a day that
  // is opened in the list change which, without losing anything.
  const fold = (day) => form.querySelector(`.day[data-day="${day}"]`);
  const drawn = (day) => board.querySelector(`.boardday[data-day="${day}"]`);
  async function look(address) {
    form.action = address;
    history.replaceState(null, "", form.action);
    await ask();
    for (const x of board.querySelectorAll(".boardday")) if (fold(x.dataset.day)) fold(x.dataset.day).open = true;
  }
  form.addEventListener("click", (e) => {
    const button = e.target.closest(".switch button"), day = e.target.closest(".day > summary")?.parentElement;
    if (day && !day.open && !drawn(day.dataset.day)) look(day.querySelector(".add [formaction]").formAction);
    if (!button) return;
    e.preventDefault();
    const label = button.textContent;
    look(button.formAction).then(() => [...board.querySelectorAll(".switch button")].find((x) => x.textContent === label)?.focus());
  });

  // reveal opens what something is folded into.
  function reveal(x) {
    for (let up = x?.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  }
  document.addEventListener("click", (e) => {
    const to = e.target.closest("a[href^='#f-']")?.hash;
    if (to) reveal(document.getElementById(to.slice(1)));
  });

  // What is in hand: what is free at its time, who is elsewhere.
  function take(line) {
    if (inHand !== line) { inHand?.classList.remove("hand"); line.classList.add("hand"); }
    inHand = line;
    const n = line.dataset.row, free = line.querySelector("[data-free]");
    const head = document.createElement("p"), strong = document.createElement("strong");
    strong.textContent = `${value(`items[${n}].start`)}–${value(`items[${n}].end`)} ${value(`items[${n}].title`) || field(`items[${n}].kind`)?.selectedOptions[0]?.textContent || ""}`;
    head.append(strong);
    const copy = free?.cloneNode(true);
    for (const chip of copy?.querySelectorAll("[data-take]") || []) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "chip", textContent: chip.textContent });
      button.addEventListener("click", () => { put(`items[${n}].resources[0]`, chip.dataset.take); });
      chip.replaceWith(button);
    }
    hand.hidden = false;
    hand.querySelector("[data-hand-says]").replaceChildren(head, ...(copy ? [copy] : []));
  }
  document.addEventListener("focusin", (e) => {
    const of = e.target.closest("[data-row]"), line = of && document.getElementById(`row-${of.dataset.row}`);
    if (line && form.contains(line)) take(line);
  });

  // put writes into a field as if somebody had typed.
  function put(name, text) {
    const x = field(name);
    if (!x || x.value === text) return;
    x.value = text;
    x.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // --- The grid -----------------------------------------------------------

  const blocksOf = (row) => board.querySelectorAll(`a[data-row="${row}"]`);
  const span = (a) => [Number(a.dataset.start), Number(a.dataset.end)];

  // place shows a block at a time, at once.
  function place(a, from, to) {
    Object.assign(a.dataset, { start: from, end: to });
    const li = a.parentElement, vars = { h: Math.floor(from / 60), q: (from % 60) / 5, e: Math.floor(to / 60), f: (to % 60) / 5 };
    for (const [k, x] of Object.entries(vars)) li.style.setProperty(`--${k}`, x);
    const until = document.createElement("span");
    until.textContent = `–${clock(to)}`;
    a.querySelector("time").replaceChildren(clock(from), until);
    clash(a);
  }

  // clash marks a block that lies on what somebody else holds in its column.
  function clash(a) {
    const [from, to] = span(a), li = a.parentElement;
    const hit = [...li.parentElement.querySelectorAll(".busy")].some((b) => from < Number(b.dataset.end) && Number(b.dataset.start) < to);
    li.classList.toggle("stop", hit);
    if (!hit) li.querySelector(".tag.stop")?.remove();
  }

  // retime moves an item in the grid and in its row.
  function retime(row, from, to) {
    for (const a of blocksOf(row)) place(a, from, to);
    put(`items[${row}].start`, clock(from));
    put(`items[${row}].end`, clock(to % 1440 === 0 && to > 0 ? 0 : to));
    const day = value(`items[${row}].day`);
    put(`items[${row}].until`, to >= 1440 ? dayAfter(day, 1) : "");
  }

  // enter puts a block into another column: a room, a car, a person, a day.
  function enter(a, col) {
    const from = a.closest(".col"), row = a.dataset.row;
    if (!col || col === from || col.dataset.group !== from.dataset.group) return false;
    col.querySelector(".slots").append(a.parentElement);
    const day = col.closest(".boardday").dataset.day;
    if (day !== from.closest(".boardday").dataset.day) put(`items[${row}].day`, day);
    if (col.dataset.value === from.dataset.value) return true;
    if (col.dataset.group === "person") rename(a.dataset.field, from.dataset, col.dataset);
    else put(a.dataset.field, col.dataset.value);
    return true;
  }

  // rename puts one name in another's place; the role stays.
  function rename(name, from, to) {
    const gap = /，|,/.test(value(name)) ? ", " : "、", next = to.value ? to.name : "";
    const list = value(name).split(/[,，、;；]/).map((x) => x.trim()).filter(Boolean);
    const i = list.findIndex((x) => x.replace(/\s*[(（].*$/, "") === from.name);
    if (!from.value) list.push(next);
    else if (i >= 0) list[i] = next && list[i].replace(from.name, next);
    put(name, list.filter(Boolean).join(gap));
  }

  const neighbour = (a, way) => {
    const all = [...board.querySelectorAll(".col")].filter((c) => c.dataset.group === a.closest(".col").dataset.group);
    return all[all.indexOf(a.closest(".col")) + way];
  };
  const tell = (a) => { state.textContent = say.moved.replace("{0}", a.querySelector("time").textContent).replace("{1}", a.closest(".col").dataset.name); };

  // By keyboard: arrows move, with Shift they change the length, Enter opens the row.
  board.addEventListener("keydown", (e) => {
    const a = e.target.closest("a[data-row]");
    if (!a) return;
    const [from, to] = span(a), by = { ArrowUp: -step, ArrowDown: step }[e.key], way = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (by && e.shiftKey) { if (to + by > from && to + by <= 1440) retime(a.dataset.row, from, to + by); }
    else if (by) { if (from + by >= 0 && to + by <= 1440) retime(a.dataset.row, from + by, to + by); }
    else if (way) { if (enter(a, neighbour(a, way))) { clash(a); a.focus(); } }
    else if (e.key === "Enter") openRow(a.dataset.row);
    else return;
    e.preventDefault();
    if (by || way) tell(a);
  });

  function openRow(row) {
    const line = document.getElementById(`row-${row}`);
    reveal(line.querySelector(".rest"));
    field(`items[${row}].start`).focus();
  }
  board.addEventListener("dblclick", (e) => { const a = e.target.closest("a[data-row]"); if (a) openRow(a.dataset.row); });

  // By mouse and finger: a block is moved, its lower edge changes its length.
  // A finger first touches a block, then moves it, so that pages still scroll.
  board.addEventListener("click", (e) => { const a = e.target.closest("a[data-row]"); if (a) { e.preventDefault(); a.focus(); } });
  board.addEventListener("dragstart", (e) => e.preventDefault());
  board.addEventListener("pointerdown", (e) => {
    const a = e.target.closest("a[data-row]");
    if (!a || e.button || (e.pointerType === "touch" && document.activeElement !== a)) return;
    const [from, to] = span(a), box = a.getBoundingClientRect();
    held = { a, from, to, x: e.clientX, y: e.clientY, col: a.closest(".col"), end: box.bottom - e.clientY < Math.min(8, box.height / 3), moved: false, id: e.pointerId };
  });
  addEventListener("pointermove", (e) => {
    if (!held || e.pointerId !== held.id) return;
    const dy = e.clientY - held.y, { a } = held;
    if (!held.moved && Math.abs(dy) + Math.abs(e.clientX - held.x) < 5) return;
    if (!held.moved) { held.moved = true; a.parentElement.classList.add("held"); a.focus({ preventScroll: true }); }
    const by = Math.round((dy * 60) / board.querySelector(".hours li").offsetHeight / step) * step;
    if (held.end) return place(a, held.from, Math.min(Math.max(held.to + by, held.from + step), 1440));
    const col = document.elementsFromPoint(e.clientX, e.clientY).map((x) => x.closest?.(".col")).find((c) => c && board.contains(c));
    if (col && col.dataset.group === held.col.dataset.group && a.closest(".col") !== col) {
      col.querySelector(".slots").append(a.parentElement);
      for (const c of board.querySelectorAll(".aim")) c.classList.remove("aim");
      col.classList.add("aim");
    }
    const from = Math.min(Math.max(held.from + by, 0), 1440 - (held.to - held.from));
    place(a, from, from + held.to - held.from);
  });
  function drop(keep) {
    if (!held) return;
    const { a, col, from, to, moved } = held, now = a.closest(".col"), [start, end] = span(a);
    held = null;
    if (!moved) return;
    a.parentElement.classList.remove("held");
    for (const c of board.querySelectorAll(".aim")) c.classList.remove("aim");
    col.querySelector(".slots").append(a.parentElement);
    if (!keep) return place(a, from, to);
    enter(a, now);
    retime(a.dataset.row, start, end);
    a.focus({ preventScroll: true });
    touched();
  }
  addEventListener("pointerup", () => drop(true));
  addEventListener("pointercancel", () => drop(false));
  addEventListener("keydown", (e) => { if (e.key === "Escape") drop(false); });

  // --- The list -----------------------------------------------------------

  const blank = (line) => !line.querySelector("input[name$='.id']") && ![...line.querySelectorAll("input:not([type=checkbox]):not([type=hidden]), select")].some((x) => x.value && !x.name.endsWith(".day"));
  for (const line of form.querySelectorAll(".rows > .line")) if (blank(line) && !line.querySelector("[aria-invalid]")) line.remove();

  const next = (list) => Math.max(-1, ...[...form.querySelectorAll(`[name^="${list}["]`)].map((x) => Number(/\[(\d+)\]/.exec(x.name)[1])).filter((n) => n < 998)) + 1;

  // add makes a row after another, or at the end; an item follows the one before.
  function add(rows, after) {
    const { list, day } = rows.dataset, n = String(next(list));
    const line = form.querySelector(`template[data-for="${list}"]`).content.firstElementChild.cloneNode(true);
    for (const x of [line, ...line.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for", "aria-describedby", "data-row", "data-says"]) {
        if (x.hasAttribute(name)) x.setAttribute(name, x.getAttribute(name).replace("[999]", `[${n}]`).replace("-999", `-${n}`).replace(/^999$/, n));
      }
      if (x.tagName === "LEGEND" || x.classList.contains("skip")) x.textContent = x.textContent.replace("1000", String(Number(n) + 1));
    }
    const last = after || rows.lastElementChild;
    if (last) last.after(line); else rows.append(line);
    if (day) {
      field(`items[${n}].day`).value = day;
      field(`items[${n}].start`).value = (last && value(`items[${last.dataset.row}].end`)) || "";
    }
    reveal(line);
    line.querySelector("select, input:not([type=hidden])").focus();
    return line;
  }
  form.addEventListener("click", (e) => {
    const button = e.target.closest("[data-add]");
    if (!button) return;
    e.preventDefault();
    add(button.closest(".add").previousElementSibling);
  });
  // What the policy's template has beside: a row with its words.
  form.addEventListener("click", (e) => {
    const button = e.target.closest("[data-option]");
    if (!button) return;
    e.preventDefault();
    const all = [...form.querySelectorAll(".rows[data-list=items]")], { kind, title, place, start, day } = button.dataset;
    const rows = all.find((x) => x.dataset.day === day) || inHand?.closest(".rows") || all[0];
    const n = add(rows).dataset.row;
    for (const [name, x] of Object.entries({ kind, title, place, start })) if (x) field(`items[${n}].${name}`).value = x;
    field(`items[${n}].start`).select();
    button.remove();
    touched();
  });
  // What belongs to an item may belong to a new one: it is named by its row.
  form.addEventListener("focusin", (e) => {
    if (!e.target.matches?.("select[name$='.item']")) return;
    for (const line of form.querySelectorAll(".line.item")) {
      const n = line.dataset.row, text = `${value(`items[${n}].title`)} ${value(`items[${n}].start`)}`.trim();
      if (line.querySelector("input[name$='.id']") || !text || [...e.target.options].some((o) => o.value === `~${n}`)) continue;
      e.target.append(new Option(text, `~${n}`));
    }
  });
  for (const part of form.querySelectorAll("[data-section]")) {
    part.addEventListener("toggle", () => { const rows = part.querySelector(".rows"); if (part.open && !rows.children.length && rows.dataset.list !== "people") add(rows); });
  }
  form.addEventListener("keydown", (e) => {
    const line = e.target.closest(".rows > .line");
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && line) { e.preventDefault(); add(line.parentElement, line); }
  });
  addEventListener("keydown", (e) => {
    if (e.key.toLowerCase() === "s" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("change", (e) => {
    const line = e.target.closest(".line"), name = e.target.name || "";
    if (name.endsWith(".drop")) line.classList.toggle("gone", e.target.checked);
    if (/\.(start|end)$/.test(name) && !Number.isNaN(minutes(e.target.value))) e.target.value = clock(minutes(e.target.value));
  });

  // Names are suggested one after another.
  const many = document.getElementById("many");
  for (const type of ["focusin", "input"]) {
    form.addEventListener(type, (e) => {
      if (!e.target.matches?.(".many input")) return;
      const x = e.target, source = document.getElementById(x.dataset.from || (x.dataset.from = x.getAttribute("list")));
      const begun = /^(.*[,，、;；]\s*)?/.exec(x.value)[0];
      many.replaceChildren(...[...source.options].filter((o) => !begun.includes(o.value)).map((o) => new Option(o.label, begun + o.value)));
      x.setAttribute("list", "many");
    });
  }
}
