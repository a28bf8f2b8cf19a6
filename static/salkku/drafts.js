// Keeps what is typed into a form until it is saved: a lost connection, an expired session or a
// closed window loses nothing. Every form that is posted and has something to type in, without
// passwords, codes and files. Kept in this browser, for the signed-in person alone, under person
// and address of the form; the form's version is among its fields, so an old draft is saved against
// the version it was typed over. Offered when the form is opened again, never put in by itself.

const PREFIX = "salkku-draft:";
const DAYS_KEPT = 7;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "version", "_draft"]);
const TYPED =
  "textarea, input:is(:not([type]), [type=text], [type=number], [type=url], [type=email], [type=date], [type=radio])";
const SECRET = "input[type=password], [autocomplete=one-time-code], [data-no-draft]";
const told = document.querySelector("meta[name=salkku-user]");
const person = told?.content;
const words = document.querySelector("template[data-draft]");
const opened = new Map(); // form: its entries when it was opened
const waiting = new Map(); // form: the timer of its next keeping
const own = new Map(); // form: the key of what is kept of it from this page

const keysOf = (who, path = "") =>
  Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${who}:${path}`));

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function dropOld() {
  const limit = Date.now() - DAYS_KEPT * 24 * 60 * 60 * 1000;
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    if (!(read(key)?.at > limit)) localStorage.removeItem(key);
  }
}

// The server names the address of a form that it has just saved.
function dropSaved() {
  const named = /(?:^|; )((?:__Host-|__Secure-)?salkku_saved)="?([^";]+)"?/;
  const [, name, saved] = document.cookie.match(named) ?? [];
  if (!saved) return;
  keysOf(person, `${saved}#`).forEach((key) => localStorage.removeItem(key));
  const secure = name.startsWith("__") ? "; secure" : "";
  document.cookie = `${name}=; path=${told.dataset.path}; max-age=0; samesite=lax${secure}`;
}

// Where a form is sent to; of several that are sent to one address, the button tells which.
function addressOf(form) {
  const path = new URL(form.getAttribute("action") || location.href, location.href).pathname;
  const button = form.querySelector("button[name][value]");
  return `${path}#${button ? `${button.name}=${button.value}` : ""}#`;
}

function entriesOf(form) {
  return [...new FormData(form)]
    .filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken")
    .map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]);
}

const valuesOf = (entries, name) =>
  JSON.stringify(entries.filter(([each]) => each === name).map(([, value]) => value));

const fieldsOf = (form, name) => [...form.elements].filter((field) => field.name === name);

// The names of what differs between two states of a form and is in it for a person to change.
function changed(before, now) {
  const names = new Set([...before, ...now].map(([name]) => name));
  return [...names].filter(
    (name) => !NOT_TYPED.has(name) && valuesOf(before, name) !== valuesOf(now, name),
  );
}

const fillsOnServer = (form) => form.querySelector("[data-server-fills]") !== null;

// Rows that were added and choosers come back as well where the server fills the form.
function takeByServer(form, entries) {
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = form.getAttribute("action") || location.href;
  const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of [...entries, ["_draft", "1"], ["csrfmiddlewaretoken", csrf]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    sent.append(field);
  }
  document.body.append(sent);
  sent.submit();
}

function put(fields, values) {
  fields.forEach((field, index) => {
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (field.type === "select-multiple") {
      [...field.options].forEach((each) => (each.selected = values.includes(each.value)));
    } else if (["file", "password", "submit", "button"].includes(field.type)) return;
    else if (values[index] !== undefined) field.value = values[index];
  });
}

// What was typed, and what the form was typed over; the rest is as the page has it now.
function takeHere(form, draft) {
  const hidden = [...form.elements].filter((field) => field.type === "hidden");
  const names = new Set([...draft.names, ...hidden.map((field) => field.name)]);
  for (const name of names) {
    const values = draft.entries.filter(([each]) => each === name).map(([, value]) => value);
    if (values.length || draft.names.includes(name)) put(fieldsOf(form, name), values);
  }
  fieldsOf(form, draft.names[0])[0]?.focus();
}

function offer(form, key, draft) {
  const shown = words.content.firstElementChild.cloneNode(true);
  const time = shown.querySelector("time");
  time.dateTime = new Date(draft.at).toISOString();
  const style = { dateStyle: "short", timeStyle: "short" };
  time.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, style);
  shown.querySelector("[data-take]").addEventListener("click", () => {
    if (fillsOnServer(form)) return takeByServer(form, draft.entries);
    takeHere(form, draft);
    store(form);
    localStorage.removeItem(key);
    shown.remove();
  });
  shown.querySelector("[data-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    shown.remove();
  });
  form.prepend(shown);
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
}

// Whether what is kept would change what the form shows.
function isNews(form, draft) {
  const names = changed(entriesOf(form), draft.entries);
  if (fillsOnServer(form)) return names.length > 0;
  return draft.names?.some((name) => names.includes(name) && fieldsOf(form, name).length);
}

// A form that took the place of another of this page, with what was typed there: no old draft.
function goOn(form) {
  const begin = `${PREFIX}${person}:${addressOf(form)}`;
  const [before, key] =
    [...own].find(([other, kept]) => !other.isConnected && kept.startsWith(begin)) ?? [];
  if (!before) return false;
  opened.set(form, opened.get(before));
  own.set(form, key);
  opened.delete(before);
  own.delete(before);
  store(form);
  return true;
}

function keep(form) {
  if (opened.has(form) || form.method !== "post") return;
  if (form.closest("[data-no-draft]") || form.querySelector(SECRET)) return;
  if (![...form.elements].some((field) => field.matches(TYPED))) return;
  if (form.matches("[data-goes-on]") && goOn(form)) return;
  opened.set(form, entriesOf(form));
  own.set(form, `${PREFIX}${person}:${addressOf(form)}${Date.now()}`);
  for (const key of keysOf(person, addressOf(form))) {
    const draft = read(key);
    if (draft && isNews(form, draft)) offer(form, key, draft);
  }
}

function store(form) {
  if (!form.isConnected) return;
  const entries = entriesOf(form);
  const names = changed(opened.get(form), entries);
  if (!names.length) return localStorage.removeItem(own.get(form));
  try {
    localStorage.setItem(own.get(form), JSON.stringify({ at: Date.now(), names, entries }));
  } catch {
    // The browser's room is used up: the page works on without a draft.
  }
}

function soon(event) {
  const form = event.target.form ?? event.target.closest?.("form");
  if (!opened.has(form)) return;
  clearTimeout(waiting.get(form));
  waiting.set(
    form,
    setTimeout(() => store(form), 300),
  );
}

dropOld();
if (person) {
  dropSaved();
  document.querySelectorAll("form").forEach(keep);
  ["input", "change", "click"].forEach((event) => document.addEventListener(event, soon));
  document.addEventListener("submit", (event) => opened.has(event.target) && store(event.target));
  window.addEventListener("pagehide", () => opened.forEach((_entries, form) => store(form)));
  // A form that htmx puts into the page, and one that it has sent.
  document.addEventListener("htmx:load", (event) => {
    dropSaved();
    event.target.querySelectorAll("form").forEach(keep);
  });
  // Who signs out leaves nothing behind on a computer that others use too.
  document
    .querySelectorAll("form[data-signs-out]")
    .forEach((form) =>
      form.addEventListener("submit", () =>
        keysOf(person).forEach((key) => localStorage.removeItem(key)),
      ),
    );
}
