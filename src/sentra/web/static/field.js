// Forms of the field (`form[data-field]`): photos and signature stay when the server refuses a form, and a form
// that finds no network waits in this browser and is sent when it is back. Its `form_key` makes it one record,
// however often it is sent. Comfort only: without this file the form is sent as any other.

const STORE = "waiting";
const AGAIN_MS = 20_000;
const bar = document.getElementById("tertunda");

// What waits, in the browser's own database: strings and files as they are.
function withStore(mode, act) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("sentra", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key" });
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => (opening.result.close(), done(asked.result));
      transaction.onerror = transaction.onabort = () => (opening.result.close(), failed(transaction.error));
    };
  });
}

const put = (entry) => withStore("readwrite", (store) => store.put(entry));
const drop = (key) => withStore("readwrite", (store) => store.delete(key));
// Phones are lent: what one person wrote is neither shown to nor sent by another.
const waiting = async () =>
  (await withStore("readonly", (store) => store.getAll())).filter((entry) => entry.user === bar.dataset.user);

async function showWaiting() {
  const entries = await waiting();
  bar.hidden = entries.length === 0;
  bar.querySelector("[data-count]").textContent = entries.length;
  bar.querySelector("ul").replaceChildren(
    ...entries.map((entry) => {
      const line = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: entry.url, textContent: entry.title });
      line.append(link, entry.told ? ` · ${entry.told}` : "");
      return line;
    }),
  );
  bar.querySelector("[data-refused]").hidden = !entries.some((entry) => entry.told);
}

const filesOf = (form) => [...form.querySelectorAll("input[type=file]")].filter((input) => input.files.length);

function ask(url, pairs) {
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value);
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  return fetch(url, { method: "POST", body: data });
}

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
const signedOut = (answer) => answer.redirected && new URL(answer.url).pathname.includes("/masuk/");

// In words why it was refused: the errors of its fields, or the rule that stands against it.
function reasonOf(page) {
  const lines = page.querySelectorAll("[data-error-summary] li");
  const told = lines.length ? [...lines] : [page.querySelector("[data-reason]") ?? page.querySelector("main")];
  return told.map((each) => each.textContent.trim()).join(" ");
}

// A canvas does not tell what was drawn on it: the picture lies in the field beside it.
async function drawAgain(pad) {
  const file = document.getElementById(pad.dataset.signature).files[0];
  if (!file) return;
  const canvas = pad.querySelector("canvas");
  canvas.getContext("2d").drawImage(await createImageBitmap(file), 0, 0, canvas.width, canvas.height);
  pad.classList.add("signed");
}

function begin() {
  for (const pad of document.querySelectorAll("main [data-signature]")) {
    letSign(pad);
    drawAgain(pad);
  }
  document.querySelector("[data-error-summary]")?.focus();
}

// The answer takes the place of the page, as if the browser had gone there; files that were chosen stay chosen.
function show(page, url, form) {
  const main = page.querySelector("main");
  const kept = filesOf(form);
  main.querySelector("#tertunda")?.replaceWith(bar);
  document.querySelector("main").replaceWith(main);
  document.title = page.title;
  history.replaceState(null, "", url);
  for (const input of kept) {
    const again = document.getElementById(input.id);
    if (again?.type === "file") again.files = input.files;
  }
  main.querySelector("[data-lost-files]")?.remove();
  scrollTo(0, 0);
  begin();
  showWaiting();
}

function tell(form, words) {
  const old = form.querySelector("[data-told]");
  const notice = Object.assign(document.createElement("div"), { className: "notice bad", textContent: words });
  notice.dataset.told = "";
  notice.setAttribute("role", "alert");
  old ? old.replaceWith(notice) : form.prepend(notice);
  notice.scrollIntoView({ block: "center" });
}

async function wait(form, pairs) {
  const key = form.elements.form_key.value;
  const fields = pairs.filter(([name]) => name !== "csrfmiddlewaretoken");
  const entry = { key, user: bar.dataset.user, url: location.pathname, title: form.dataset.field, fields, told: "" };
  try {
    await put(entry);
  } catch {
    return tell(form, bar.dataset.full); // nothing is lost: the form stands as it was filled in
  }
  navigator.storage?.persist?.();
  form.replaceWith(document.getElementById("tertunda-tersimpan").content.cloneNode(true));
  await showWaiting();
  bar.scrollIntoView({ block: "center" });
}

async function send(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => !(value instanceof File && value.size === 0));
  let answer;
  try {
    answer = await ask(location.pathname, pairs);
  } catch {
    return wait(form, pairs);
  }
  const page = await parsed(answer);
  if (signedOut(answer)) return wait(form, pairs).then(() => location.assign(answer.url));
  if (!answer.ok && answer.status !== 422) return tell(form, reasonOf(page));
  if (answer.status !== 422) await drop(form.elements.form_key.value);
  show(page, answer.redirected ? answer.url : location.href, form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-field]") || event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  send(form).finally(() => delete form.dataset.sent);
});

function showSent() {
  document.querySelector("[data-kept]")?.remove();
  for (const card of document.querySelectorAll("[data-arrived]")) card.hidden = false;
}

async function deliver(entry) {
  const answer = await ask(entry.url, entry.fields);
  if (signedOut(answer) || answer.status >= 500) return;
  if (answer.ok) {
    if (entry.url === location.pathname) showSent();
    return drop(entry.key);
  }
  await put({ ...entry, told: reasonOf(await parsed(answer)) });
}

// One tab at a time; what was refused waits for a person.
async function deliverAll() {
  for (const entry of await waiting()) if (!entry.told) await deliver(entry);
  await showWaiting();
}

const tryAgain = () =>
  (navigator.locks ? navigator.locks.request("waiting", deliverAll) : deliverAll()).catch(() => {});

// What waits for this very page is put back into its form, to be mended and sent.
async function putBack() {
  const form = document.querySelector("form[data-field]");
  const entry = form && (await waiting()).find((each) => each.url === location.pathname && each.told);
  if (!entry) return;
  for (const [name, value] of entry.fields) {
    const field = form.elements[name];
    if (value instanceof File) putFile(field, value, value.name);
    else if (field) field.value = value; // of a group of radios, the one with this value
  }
  tell(form, entry.told);
  for (const pad of form.querySelectorAll("[data-signature]")) drawAgain(pad);
}

if (bar && window.indexedDB) {
  bar.addEventListener("click", (event) => {
    if (!event.target.closest("[data-drops]")) return;
    waiting()
      .then((entries) => Promise.all(entries.filter((entry) => entry.told).map((entry) => drop(entry.key))))
      .then(showWaiting);
  });
  addEventListener("online", tryAgain);
  setInterval(async () => (await waiting()).some((entry) => !entry.told) && tryAgain(), AGAIN_MS);
  showWaiting().then(putBack).then(tryAgain);
}
