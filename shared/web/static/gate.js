import { refresh } from "./live.js";

// The gate: the camera scans where the browser can; the list keeps itself fresh.
const form = document.querySelector("form[data-scan]");
const input = form?.querySelector("[name=pass]");

if (form && "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = form.dataset.scan;
  form.append(button);
  let stream;
  const stop = () => {
    stream?.getTracks().forEach((t) => t.stop());
    stream = null;
    form.querySelector("video")?.remove();
    button.textContent = form.dataset.scan;
  };
  button.addEventListener("click", async () => {
    if (stream) return stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return input.focus();
    }
    button.textContent = form.dataset.stop;
    const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true, playsInline: true });
    form.append(video);
    await video.play();
    const reader = new BarcodeDetector({ formats: ["qr_code"] });
    while (stream) {
      const [code] = await reader.detect(video).catch(() => []);
      if (code && stream) {
        input.value = code.rawValue;
        stop();
        return form.requestSubmit();
      }
      await new Promise((next) => requestAnimationFrame(next));
    }
  });
}

// A verdict is shown once; a page that nobody is using fetches the list anew.
if (form) {
  if (location.search.includes("verdict=")) history.replaceState(null, "", location.pathname);
  const idle = () => !input.value && !document.querySelector(".gate :checked, .gate details[open], .gate video");
  setInterval(() => { if (idle() && !document.hidden) refresh(); }, 60000);
}

// How many are ticked stands on the button; nobody ticked, nothing to press.
for (const f of document.querySelectorAll("form[data-group]")) {
  const button = f.querySelector("button"), text = button.textContent;
  const boxes = document.querySelectorAll(`input[form="${f.id}"]`);
  const count = () => {
    const n = [...boxes].filter((x) => x.checked).length;
    button.textContent = n ? `${text} (${n})` : text;
    button.disabled = !n;
    button.classList.toggle("primary", n > 0);
  };
  for (const x of boxes) x.addEventListener("change", count);
  count();
}
