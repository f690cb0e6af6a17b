// The application with script: guests as in a spreadsheet, a draft that saves
// itself, customers by name. Without it everything can be done by its buttons.

const form = document.getElementById("application");
const say = document.querySelector("[data-saved]");
const words = say?.dataset ?? {};
const json = { Accept: "application/json" };
const fill = (text, ...args) => args.reduce((t, a, i) => t.replaceAll(`{${i}}`, a), text ?? "");

// --- Grids -----------------------------------------------------------------

const rename = (row, to) => {
  for (const x of row.querySelectorAll("[name], [id], [for]")) {
    for (const a of ["name", "id", "for"]) {
      const v = x.getAttribute(a);
      if (v) x.setAttribute(a, v.replace(/\[\d+\]/, `[${to}]`).replace(/-\d+-/, `-${to}-`));
    }
  }
  row.cells[0].firstChild.data = String(to + 1);
};
const cells = (row) => [...row.querySelectorAll("td input, td select")];
const written = (row) => cells(row).some((x) => x.type === "checkbox" ? x.checked : x.value.trim());

function clear(row) {
  row.cells[0].querySelector("input")?.remove();
  for (const x of cells(row)) { if (x.type === "checkbox") x.checked = false; else x.value = ""; mark(x, ""); }
}

// mark says at a cell what is wrong with it; nothing takes it away.
function mark(x, text) {
  const td = x.closest("td");
  td.classList.toggle("bad", !!text);
  td.querySelector(".error")?.remove();
  x.toggleAttribute("aria-invalid", !!text);
  if (!text) return x.removeAttribute("aria-describedby");
  const e = Object.assign(document.createElement("span"), { className: "error", id: `${x.id}-e`, textContent: text });
  x.setAttribute("aria-describedby", e.id);
  td.append(e);
}

function grow(body, rows) {
  while (body.rows.length < rows || written(body.rows[body.rows.length - 1])) {
    const copy = body.rows[body.rows.length - 1].cloneNode(true);
    clear(copy);
    rename(copy, body.rows.length);
    body.append(copy);
  }
}

function dropButtons(table, body) {
  for (const [i, row] of [...body.rows].entries()) {
    let b = row.cells[0].querySelector("button");
    if (!b) {
      b = Object.assign(document.createElement("button"), { type: "button", className: "drop", textContent: "×", tabIndex: -1 });
      row.cells[0].append(b);
    }
    b.setAttribute("aria-label", fill(table.dataset.remove, i + 1));
    b.hidden = !written(row);
  }
}

// move goes to a cell beside or below; below the last row there is a new one.
function move(body, x, rows, columns) {
  const row = x.closest("tr"), list = cells(row), at = [...body.rows].indexOf(row) + rows;
  if (at >= body.rows.length && written(row)) grow(body, at + 1);
  const to = body.rows[at] && cells(body.rows[at])[list.indexOf(x) + columns];
  to?.focus();
  if (to?.select && to.type !== "checkbox") to.select();
  return !!to;
}

const steps = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

function keys(body, e) {
  const x = e.target;
  if (e.isComposing || e.altKey || e.ctrlKey || e.metaKey || !x.matches("td input, td select")) return;
  const chooses = x.tagName === "SELECT" || x.type === "datetime-local";
  if (steps[e.key] && !(chooses && e.key !== "Enter")) {
    const [rows] = steps[e.key];
    if (move(body, x, e.shiftKey && e.key === "Enter" ? -rows : rows, 0) || e.key === "Enter") e.preventDefault();
    return;
  }
  if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
  const back = e.key === "ArrowLeft";
  let edge = x.type === "checkbox";
  try { edge ||= x.selectionStart !== null && x.selectionStart === x.selectionEnd && x.selectionStart === (back ? 0 : x.value.length); } catch { return; }
  if (x.tagName !== "SELECT" && edge && move(body, x, 0, back ? -1 : 1)) e.preventDefault();
}

// paste fills cells from the one it is pasted into. In the first column the
// list is read as a list of guests, with or without its headings; elsewhere
// the columns are those of the grid.
async function paste(table, body, e) {
  const x = e.target, text = e.clipboardData.getData("text/plain").replace(/[\r\n]+$/, "");
  if (!x.matches("td input, td select") || !/[\t\n]/.test(text)) return;
  e.preventDefault();
  const row = x.closest("tr"), from = [...body.rows].indexOf(row), list = cells(row), column = list.indexOf(x);
  const field = (i) => i.name.split(".").pop();
  let sent = text;
  if (column > 0) { // with a heading, and names that only hold the rows apart
    const lines = text.split(/\r?\n/), heads = list.slice(column, column + lines[0].split("\t").length).map(field);
    sent = [["name", ...heads].join("\t"), ...lines.map((l, i) => `row ${i + 1}\t${l}`)].join("\n");
  }
  const answer = await fetch("/receptions/guests/parse", { method: "POST", headers: { ...json, "Content-Type": "application/json" }, body: JSON.stringify({ text: sent }) }).catch(() => null);
  if (!answer?.ok) return void (say.textContent = table.dataset.failed);
  const { rows, problems } = await answer.json();
  const first = rows.length ? Math.min(...rows.map((r) => r.row)) : 1;
  const line = (r) => from + r - Math.min(first, ...problems.filter((p) => p.code !== "unknown-field" && p.row > 0).map((p) => p.row));
  for (const r of rows) {
    grow(body, line(r.row) + 1);
    for (const y of cells(body.rows[line(r.row)])) {
      const v = column > 0 && field(y) === "name" ? "" : r[field(y)];
      if (y.type === "checkbox") { if (v) y.checked = true; } else if (v) y.value = v;
      mark(y, "");
    }
  }
  for (const p of problems) {
    const at = line(p.row), y = body.rows[at] && cells(body.rows[at]).find((c) => field(c) === p.column);
    if (!y || column > 0 && p.column === "name") continue;
    if (!y.value && y.tagName === "INPUT" && y.type !== "checkbox") y.value = p.value;
    mark(y, p.value && !y.value ? `${p.value}: ${p.message}` : p.message);
  }
  grow(body, 0);
  dropButtons(table, body);
  body.dispatchEvent(new Event("input", { bubbles: true }));
  body.rows[from] && cells(body.rows[from])[column].focus();
}

const phone = matchMedia("(max-width: 720px)").matches;

for (const table of document.querySelectorAll("table[data-grid]")) {
  const body = table.tBodies[0];
  // On a phone, where a row fills the screen, one empty row is enough.
  while (phone && body.rows.length > 1 && ![...body.rows].slice(-2).some(written)) body.lastElementChild.remove();
  const fresh = () => { grow(body, 0); dropButtons(table, body); };
  table.addEventListener("input", (e) => { if (e.target !== body) { mark(e.target, ""); fresh(); } });
  table.addEventListener("keydown", (e) => keys(body, e));
  if (table.dataset.grid === "guests") table.addEventListener("paste", (e) => paste(table, body, e));
  table.addEventListener("click", (e) => {
    if (!e.target.matches("button.drop")) return;
    const row = e.target.closest("tr"), at = [...body.rows].indexOf(row);
    if (body.rows.length > 1) row.remove(); else clear(row);
    for (const [i, r] of [...body.rows].entries()) rename(r, i);
    fresh();
    cells(body.rows[Math.min(at, body.rows.length - 1)])[0].focus();
    body.dispatchEvent(new Event("input", { bubbles: true }));
  });
  fresh();
}

// --- The draft saves itself -------------------------------------------------

const fields = (skip) => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !skip.includes(name)) body.append(name, value);
  }
  return body;
};
const unsaved = ["idempotency_key", "version", "paste", "do", "reason"];
let timer, kept = "", stale = false, busy = null, left = false;

// adopt makes the page that of the draft that has just come into being.
function adopt(id) {
  const at = `/receptions/${encodeURIComponent(id)}`;
  form.action = form.dataset.live = `${at}/application/form`;
  if (!form.elements.version) form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "version" }));
  history.replaceState(null, "", `${at}/application`);
  const attach = document.getElementById("attach");
  if (attach) {
    attach.action = `${at}/files`;
    attach.elements.back_to.value = `${at}/application?done=file`;
    attach.hidden = false;
    document.querySelector("[data-first]")?.remove();
  }
}

// blame marks the cell that an error speaks of; rows are counted without empty ones.
function blame({ field, message }) {
  const [, list, n, column] = field.split("/");
  const row = [...document.querySelectorAll(`table[data-grid="${list}"] tbody tr`)].filter(written)[n];
  const x = row && cells(row).find((y) => y.name.endsWith(`.${column}`));
  if (x) mark(x, message);
}

async function keep() {
  const body = fields(unsaved), now = body.toString();
  if (stale || left || now === kept) return;
  const version = form.elements.version?.value;
  if (version) body.append("version", version);
  body.append("do", "draft");
  say.textContent = words.saving;
  const answer = await fetch(form.action, { method: "POST", headers: { ...json, "Idempotency-Key": crypto.randomUUID() }, body }).catch(() => null);
  if (!answer || answer.status >= 500) {
    say.textContent = words.offline;
    return void (timer = setTimeout(save, 15000));
  }
  const v = await answer.json();
  if (answer.status === 409) { stale = true; return void (say.textContent = words.stale); }
  if (!answer.ok) {
    for (const e of v.errors ?? []) blame(e);
    return void (say.textContent = fill(words.later, v.errors?.[0]?.message || v.detail));
  }
  kept = now;
  if (!version) adopt(v.id);
  form.elements.version.value = v.version;
  for (const [i, row] of [...document.querySelector("table[data-grid=guests] tbody").rows].filter(written).entries()) {
    const id = v.application.guests[i]?.id, have = row.cells[0].querySelector("input");
    if (id && !have) row.cells[0].append(Object.assign(document.createElement("input"), { type: "hidden", name: cells(row)[0].name.replace(/\.\w+$/, ".id"), value: id }));
  }
  kept = fields(unsaved).toString();
  say.textContent = fill(words.done, v.saved_at.slice(11, 16)); // the company's time, whatever this device's clock says
}

// save runs one saving at a time.
const save = () => { clearTimeout(timer); return busy = (busy ?? Promise.resolve()).then(keep).catch(() => {}); };

// resend sends a form once the saving under way is done. A form that is sent
// again while its own event lasts stays where it is, so a new task does it.
async function resend(e, saving) {
  e.preventDefault();
  await saving;
  left = true;
  setTimeout(() => e.target.requestSubmit(e.submitter));
}

if (form && say) {
  kept = fields(unsaved).toString();
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 2000); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) save(); });
  // A button of the form waits for the saving that is under way, so that its version is the newest.
  form.addEventListener("submit", (e) => {
    clearTimeout(timer);
    if (!busy || left) return void (left = true);
    resend(e, busy);
  });
  document.getElementById("attach")?.addEventListener("submit", (e) => {
    if (!left && fields(unsaved).toString() !== kept) resend(e, save());
  });
  // The end of a visit that has only a start is the same day at five.
  const { start, end } = form.elements;
  start.addEventListener("change", () => { if (start.value && (!end.value || end.value < start.value)) end.value = start.value.slice(0, 11) + (start.value.slice(11) < "17:00" ? "17:00" : "23:00"); });
}

// --- What the policy says, on a phone behind one line -----------------------

const sheet = document.querySelector("[data-sheet]"), panel = document.querySelector("[data-outlook]");
if (sheet && phone) sheet.open = false;
if (panel) new MutationObserver(() => {
  const brief = panel.querySelector(".brief");
  if (!brief?.hasChildNodes()) return; // nothing new
  document.querySelector("[data-brief]").replaceChildren(...brief.childNodes);
  if (!phone) return;
  // Who is known is said where the customer is named, not behind the line.
  document.querySelector("fieldset .known")?.remove();
  const known = panel.querySelector(".known");
  if (known) document.querySelector("#f-customer .row").after(known);
}).observe(panel, { childList: true });
document.querySelector("[data-noscript]")?.remove();

// --- Customers by name -------------------------------------------------------

const name = form?.elements["customer.name"], known = document.getElementById("customers");
let asking;
name?.addEventListener("input", () => {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    if (!name.value.trim()) return;
    const answer = await fetch(`/customers?limit=10&q=${encodeURIComponent(name.value)}`, { headers: json }).catch(() => null);
    if (!answer?.ok) return;
    known.replaceChildren(...(await answer.json()).items.map((c) => Object.assign(document.createElement("option"), { value: c.name, label: [c.grade, c.last].filter(Boolean).join(" · ") })));
  }, 250);
});
