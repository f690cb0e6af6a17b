// What the keyboard does where nobody is writing. The link to the list of keys
// says which keys lead where; ? shows that list over the page.

const link = document.querySelector("[data-keys]");
const ways = Object.fromEntries((link?.dataset.keys ?? "").split(",").filter(Boolean).map((x) => x.split(" ")));
const writing = () => document.activeElement?.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]");
let first = "", timer;

async function show() {
  let box = document.querySelector("dialog.keys");
  if (!box) {
    const answer = await fetch(link.href).catch(() => null);
    if (!answer?.ok) return void location.assign(link.href);
    const list = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("keys");
    box = Object.assign(document.createElement("dialog"), { className: "keys card" });
    box.setAttribute("aria-label", link.textContent.trim());
    box.append(document.adoptNode(list));
    box.addEventListener("click", (e) => { if (e.target === box) box.close(); });
    document.body.append(box);
  }
  box.showModal();
}

// step goes to the next or the one before of the things of a list.
function step(by) {
  const all = [...document.querySelectorAll("main .owed > li .title, main .waiting .title, main table.receptions td:first-child a, main .list .title, main .visit")];
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))].focus();
}

document.addEventListener("keydown", (e) => {
  if (!link || e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || writing()) return;
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
  const two = first + key;
  first = "";
  clearTimeout(timer);
  if (key === "?") return void (e.preventDefault(), show());
  if (ways[two]) return void (e.preventDefault(), location.assign(ways[two]));
  if (Object.keys(ways).some((w) => w.length > 1 && w[0] === key)) {
    first = key;
    timer = setTimeout(() => { first = ""; }, 1500);
    return;
  }
  if (key === "j" || key === "k") return void step(key === "j" ? 1 : -1);
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[key];
  const to = rel && document.querySelector(`main a[rel=${rel}]`);
  if (to) { e.preventDefault(); to.click(); }
});
