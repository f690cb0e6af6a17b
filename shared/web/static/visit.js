// Enhances the pages of a reception and of its day; everything works without.

// The bar of sections marks where the reader is.
const places = [...document.querySelectorAll(".sticky-nav a")];
if (places.length && "IntersectionObserver" in window) {
  const seen = new Set();
  const mark = () => {
    const here = places.find((a) => seen.has(a.hash.slice(1)));
    for (const a of places) a === here ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current");
  };
  const watch = new IntersectionObserver((list) => {
    for (const x of list) x.isIntersecting ? seen.add(x.target.id) : seen.delete(x.target.id);
    mark();
  }, { rootMargin: "-56px 0px -60% 0px" });
  for (const a of places) { const s = document.getElementById(a.hash.slice(1)); if (s) watch.observe(s); }
}

// A "no" needs its reason; say so before sending.
for (const f of document.querySelectorAll("form[data-review]")) {
  const why = f.querySelector("[name=comment]");
  f.addEventListener("change", () => { why.required = !!f.querySelector("input[value=no]:checked"); });
}

// One tap is one answer: a form that is on its way is not sent again. The key
// of the form makes sure of it where there is no script.
document.addEventListener("submit", (e) => {
  if (e.target.method !== "post") return;
  if (e.target.getAttribute("aria-busy") === "true") return e.preventDefault();
  e.target.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const f of document.querySelectorAll("form[aria-busy]")) f.removeAttribute("aria-busy");
});

// Rows grow when somebody writes in the last one.
for (const rows of document.querySelectorAll("[data-grow]")) {
  rows.addEventListener("input", () => {
    const tail = rows.lastElementChild, n = rows.children.length;
    if (![...tail.querySelectorAll("textarea, input[type=text]")].some((x) => x.value)) return;
    const copy = tail.cloneNode(true);
    for (const x of copy.querySelectorAll("[name], [id], [for]")) {
      for (const a of ["name", "id", "for"]) {
        const old = x.getAttribute(a);
        if (old) x.setAttribute(a, old.replace(`[${n - 1}]`, `[${n}]`).replace(`-${n - 1}-`, `-${n}-`));
      }
      if (x.type === "hidden") x.remove(); else if ("value" in x) x.value = "";
    }
    copy.querySelector("legend").textContent = n + 1;
    rows.append(copy);
  });
}
