// Enhances pages that work without it. Everything here can be left out.

// The application: what the policy says now, without leaving the page.
const form = document.querySelector("form[data-live]");
const panel = document.querySelector("[data-outlook]");
if (form && panel) {
  let timer, last = "";
  const ask = async () => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !["idempotency_key", "paste", "do"].includes(name)) body.append(name, value);
    }
    body.append("do", "outlook");
    if (body.toString() === last) return;
    last = body.toString();
    const answer = await fetch(form.dataset.live, { method: "POST", headers: { Accept: "text/html" }, body }).catch(() => null);
    if (!answer) last = ""; // the next input asks again
    if (!answer || answer.status >= 500) return;
    const text = await answer.text();
    if (answer.ok) return void (panel.innerHTML = text);
    // What is entered contradicts itself: the panel stays, and says so on top.
    const errors = new DOMParser().parseFromString(text, "text/html").querySelector(".errors");
    panel.querySelector(".errors")?.remove();
    if (errors) panel.prepend(errors);
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 600); });
}

// Tables of rows grow when the last row is written in.
for (const rows of document.querySelectorAll("[data-rows]")) {
  const renumber = (text, from, to) => text.replaceAll(`[${from}]`, `[${to}]`).replaceAll(`-${from}-`, `-${to}-`);
  rows.addEventListener("input", () => {
    const lines = rows.children, end = lines.length - 1, tail = lines[end];
    if (![...tail.querySelectorAll("input:not([type=checkbox]), select")].some((x) => x.value)) return;
    const copy = tail.cloneNode(true);
    for (const x of copy.querySelectorAll("input, select, label")) {
      if (x.type === "checkbox") x.checked = false; else if ("value" in x) x.value = "";
      for (const a of ["name", "id", "for"]) if (x.hasAttribute(a)) x.setAttribute(a, renumber(x.getAttribute(a), end, end + 1));
    }
    copy.querySelector("legend").textContent = String(end + 2);
    rows.append(copy);
  });
}

// A link to a folded part opens it, also from the summary of errors.
const unfold = () => {
  const at = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!at) return;
  for (let x = at; x; x = x.parentElement) if (x.tagName === "DETAILS") x.open = true;
  const inside = at.querySelector(":scope > details");
  if (inside && at.classList.contains("task")) inside.open = true;
  at.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
document.querySelector("[role=alert][tabindex]")?.focus();

// What the connection does stands above the page; nothing is lost by it.
const words = document.body.dataset;
function tell(text) {
  let line = document.querySelector(".net");
  if (!text) return void line?.remove();
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "finding pending net" });
    line.setAttribute("role", "status");
    document.querySelector("main")?.prepend(line);
  }
  line.textContent = text;
  line.scrollIntoView({ block: "nearest" });
}

// refresh loads the page anew if it can be had; else what was last known stays,
// with its time.
export async function refresh() {
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  if (answer && answer.status < 500) return location.reload();
  const at = new Date(performance.timeOrigin).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  tell(words.lost.replace("{0}", at));
}
addEventListener("online", () => tell(""));
addEventListener("submit", (e) => {
  if (navigator.onLine || e.target.method !== "post") return;
  e.preventDefault();
  e.stopImmediatePropagation();
  tell(words.off);
}, true);

// The board keeps itself fresh.
if (document.querySelector(".counts") && document.querySelector(".board")) {
  setInterval(() => {
    if (!document.activeElement || document.activeElement === document.body) refresh();
  }, 60000);
}

// "/" leads to the search field.
document.addEventListener("keydown", (e) => {
  if (e.key === "/" && !/INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) {
    const find = document.querySelector("form.find input");
    if (find) { e.preventDefault(); find.focus(); }
  }
});
