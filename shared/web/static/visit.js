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
