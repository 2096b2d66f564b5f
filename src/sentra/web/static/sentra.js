// Comfort only: every page works without this file.
// Theme switch, keys in lists, dialogs, focus on the summary of errors.

const keysAreOn = () => localStorage.getItem("keys") !== "off";
const isTyping = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;

// Those in sight: a folded table is not walked.
function namesInList() {
  return [...document.querySelectorAll(".table a.name")].filter((name) => name.checkVisibility?.() ?? true);
}

function showKeysState() {
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    const words = button.querySelector("[data-on]");
    const searched = document.querySelector("input[type=search]") !== null;
    const walked = namesInList().length > 0;
    button.querySelector("[data-searches]").hidden = !searched;
    button.querySelector("[data-walks]").hidden = !walked;
    const answered = document.querySelector("[data-key]") !== null;
    button.querySelector("[data-answers]").hidden = !answered;
    button.hidden = !searched && !walked && !answered;
    button.setAttribute("aria-pressed", String(keysAreOn()));
    words.textContent = keysAreOn() ? words.dataset.on : words.dataset.off;
  }
}

function switchTheme() {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark;
  root.dataset.theme = isDark ? "light" : "dark";
  // A cookie, so that the server draws the next page right from the start.
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
}

// A button or link that a key stands for. A form is sent once: a key held down must not answer the next question.
function press(key, target) {
  const meant = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!meant || meant.form?.dataset.sent) return;
  if (key === "Enter" && target.closest("a, button, summary")) return;
  if (meant.form) meant.form.dataset.sent = "yes";
  meant.click();
}

function moveInList(step) {
  const names = namesInList();
  const row = document.activeElement.closest("tr");
  const at = names.findIndex((name) => row !== null && row.contains(name));
  const next = names[at < 0 ? 0 : at + step];
  if (next) next.focus();
}

document.addEventListener("click", (event) => {
  const from = event.target.closest("[data-theme-switch], [data-keys-switch], [data-opens], [data-closes]");
  if (!from) return;
  if ("themeSwitch" in from.dataset) switchTheme();
  if ("keysSwitch" in from.dataset) {
    localStorage.setItem("keys", keysAreOn() ? "off" : "on");
    showKeysState();
  }
  // A link or button that opens a dialog leads to a page of its own when there is no script.
  if (from.dataset.opens) {
    event.preventDefault();
    document.getElementById(from.dataset.opens).showModal();
  }
  if ("closes" in from.dataset) from.closest("dialog").close();
});

// A new list is called after its file until somebody types another name; the server proposes the same
// (queries.plain_stem). A workbook that comes back is known by what it carries and needs no name.
function proposedName(fileName) {
  const copy = / ?\(\d+\)$/;
  const stem = fileName.replace(/(.)\.[^.]*$/, "$1").replace(copy, "");
  return stem.endsWith("-diperiksa") ? "" : stem.replaceAll("_", " ").split(/\s+/).join(" ").trim().slice(0, 200);
}

document.addEventListener("change", (event) => {
  const name = document.querySelector(`[data-proposed-from="${event.target.id}"]`);
  if (!name || !event.target.files?.length) return;
  if (name.value && name.value !== name.dataset.proposed) return;
  name.value = name.dataset.proposed = proposedName(event.target.files[0].name);
});

// A search box has told of every change while it was typed; leaving it must not fetch the list once more.
document.addEventListener("change", (event) => {
  if (event.target.matches(":is(form[hx-get], form[hx-post]) input[type=search]")) event.stopPropagation();
}, true);

// Single keys can be switched off in the footer (WCAG 2.1.4).
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !keysAreOn() || isTyping(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if (event.key === "j") moveInList(1);
  else if (event.key === "k") moveInList(-1);
  else if (!event.repeat) press(event.key, event.target);
});

// A file that the page made takes the place of the one that could be chosen, and is sent with its form.
function putFile(input, blob, name) {
  const carrier = new DataTransfer();
  carrier.items.add(new File([blob], name, { type: blob.type }));
  input.files = carrier.files;
}

// A signature drawn with finger, pen or mouse; without script a photo of one is chosen instead.
function letSign(pad) {
  const canvas = pad.querySelector("canvas");
  const input = document.getElementById(pad.dataset.signature);
  const ink = canvas.getContext("2d");
  let last = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  const draw = (event) => {
    const next = place(event);
    ink.beginPath();
    ink.moveTo(...last);
    ink.lineTo(...next);
    ink.stroke();
    last = next;
  };
  Object.assign(ink, { lineWidth: 6, lineCap: "round", lineJoin: "round", strokeStyle: "#17211f" });
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    draw(event);
  });
  canvas.addEventListener("pointermove", (event) => last && draw(event));
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      last = null;
      canvas.toBlob((blob) => putFile(input, blob, "tanda-tangan.png"), "image/png");
      pad.classList.add("signed");
    });
  }
  pad.querySelector("[data-clears]").addEventListener("click", () => {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    input.value = "";
    pad.classList.remove("signed");
  });
}

// A phone's photo has eight megabytes; what proves a handover fits into a quarter of one.
async function shrinkPhoto(input) {
  const picture = await createImageBitmap(input.files[0]).catch(() => null);
  if (!picture) return; // what is no picture the server refuses with its own words
  const scale = Math.min(1, 1280 / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => putFile(input, blob, "foto.jpg"), "image/jpeg", 0.8);
}

document.addEventListener("change", (event) => {
  if ("shrinks" in event.target.dataset && event.target.files.length) shrinkPhoto(event.target);
});
for (const pad of document.querySelectorAll("[data-signature]")) letSign(pad);

// A recording of 100 MB takes its time: the button is pressed once, and what happens is said.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-busy-form]");
  if (!form?.querySelector("input[type=file]")?.files.length) return;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  form.querySelector("[data-busy]").hidden = false;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// One tick for all boxes of a name in its form.
document.addEventListener("change", (event) => {
  const name = event.target.dataset.ticks;
  if (!name) return;
  for (const box of event.target.form.querySelectorAll(`input[name="${name}"]`)) box.checked = event.target.checked;
});

// Where the phone stands, put into the fields that could also be typed.
function locate(button) {
  const [latitude, longitude] = button.dataset.locates.split(" ").map((id) => document.getElementById(id));
  const words = button.parentElement.querySelector("[data-located]");
  const found = ({ coords }) => {
    latitude.value = coords.latitude.toFixed(6);
    longitude.value = coords.longitude.toFixed(6);
    words.textContent = words.dataset.located.replace("%s", Math.round(coords.accuracy));
  };
  const lost = () => (words.textContent = words.dataset.lost);
  navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 20000 });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-locates]");
  if (button) locate(button);
});

document.addEventListener("htmx:afterSwap", showKeysState);
showKeysState();
for (const button of document.querySelectorAll("[data-theme-switch]")) button.hidden = false;
// On a phone the tabs scroll sideways: the one that is shown must not lie outside.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
document.querySelector("[data-error-summary]")?.focus();
