// Enhances the application form: what the policy says now, without leaving the
// page. Everything works without this file: the button 检查 does the same.
const form = document.querySelector("form[data-live]");
const panel = document.querySelector("[data-outlook]");
if (form && panel) {
  let timer, last = "";
  const ask = async () => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "version" && name !== "idempotency_key") body.append(name, value);
    }
    if (body.toString() === last) return;
    last = body.toString();
    const answer = await fetch(form.dataset.live, { method: "POST", headers: { Accept: "text/html" }, body });
    if (answer.ok) panel.innerHTML = await answer.text();
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 500); });
}
// "/" leads to the search field.
document.addEventListener("keydown", (e) => {
  if (e.key === "/" && !/INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) {
    const find = document.querySelector("form.find input");
    if (find) { e.preventDefault(); find.focus(); }
  }
});
