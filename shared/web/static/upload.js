// Enhances the forms that bring files; they work without.

// Photos leave a phone small enough for a slow network, and by themselves.
const small = async (file) => {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 600000) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, 1920 / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
};
// Files go straight to where they are kept, with a bar that shows how far they
// are. A place that cannot be reached is passed by: what is small enough then
// goes with the form, as without a script.
const told = async (url, body) => {
  const answer = await fetch(url, { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(said.errors?.[0]?.message || said.detail), { refused: true });
  return said;
};
const put = (offer, file, bar) => new Promise((done, failed) => {
  const body = new FormData(), way = new XMLHttpRequest();
  for (const name in offer.fields) body.append(name, offer.fields[name]);
  body.append("file", file);
  way.upload.onprogress = (e) => { if (e.lengthComputable) bar.value = e.loaded / e.total; };
  way.onload = () => way.status < 300 ? done() : failed(new Error(way.status));
  way.onerror = failed;
  way.open("POST", offer.url);
  way.send(body);
});
const bring = async (f, file) => {
  const bar = f.appendChild(document.createElement("progress")), field = (name) => f.elements[name]?.value || undefined;
  f.querySelector("[role=alert]")?.remove();
  try {
    const offer = await told(f.action.replace(/files$/, "uploads"),
      { name: file.name, type: file.type, size: file.size, kind: field("kind"), confidentiality: field("confidentiality") });
    await put(offer, file, bar);
    await told(offer.confirm, {});
    location.assign(f.elements.back_to.value);
    if (location.href === new URL(f.elements.back_to.value, location).href) location.reload();
  } catch (e) {
    if (!e.refused && file.size < 4 << 20) return f.submit();
    bar.remove();
    f.append(Object.assign(document.createElement("p"), { className: "error", role: "alert", textContent: e.refused ? e.message : f.dataset.failed }));
    f.removeAttribute("aria-busy");
  }
};
for (const f of document.querySelectorAll("form[data-shrink]")) {
  const input = f.querySelector("input[type=file]"), label = f.querySelector("label");
  if (f.dataset.sending) f.classList.add("auto");
  f.addEventListener("submit", (e) => {
    if (!input.files[0] || e.defaultPrevented || f.getAttribute("aria-busy") === "true") return;
    e.preventDefault();
    f.setAttribute("aria-busy", "true");
    bring(f, input.files[0]);
  });
  input.addEventListener("change", async () => {
    if (!input.files[0]) return;
    try {
      const all = new DataTransfer();
      all.items.add(await small(input.files[0]));
      input.files = all.files;
    } catch { /* the photo goes as it is */ }
    if (!f.dataset.sending) return;
    label.textContent = f.dataset.sending;
    f.requestSubmit();
  });
}
