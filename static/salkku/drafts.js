// Keeps what is typed into a long form until it is saved: a lost connection, an expired session or
// a closed window loses nothing. Kept in this browser, for the signed-in person alone, under person
// and address; the form's version is among its fields, so an old draft is saved against the version
// it was typed over. Offered when the form is opened again, never put in by itself.

const PREFIX = "salkku-draft:";
const DAYS_KEPT = 7;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "version", "_draft"]);
const person = document.querySelector("meta[name=salkku-user]")?.content;

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
  const saved = document.cookie.match(/(?:^|; )salkku_saved="?([^";]+)"?/)?.[1];
  if (!saved) return;
  keysOf(person, `${saved}#`).forEach((key) => localStorage.removeItem(key));
  document.cookie = "salkku_saved=; path=/; max-age=0; samesite=lax";
}

function entriesOf(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
  );
}

const typed = (entries) =>
  JSON.stringify(
    entries
      .filter(([name]) => !NOT_TYPED.has(name))
      .map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]),
  );

// The server fills the form from the draft: rows that were added and choosers come back as well.
function take(form, entries) {
  const sent = document.createElement("form");
  sent.method = "post";
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

function offer(template, form, key, draft) {
  const shown = template.content.firstElementChild.cloneNode(true);
  const time = shown.querySelector("time");
  time.dateTime = new Date(draft.at).toISOString();
  const words = { dateStyle: "short", timeStyle: "short" };
  time.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, words);
  shown.querySelector("[data-take]").addEventListener("click", () => take(form, draft.entries));
  shown.querySelector("[data-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    shown.remove();
  });
  template.before(shown);
}

function keep(template) {
  const form = template.closest("form");
  const address = `${location.pathname}#`;
  const own = `${PREFIX}${person}:${address}${Date.now()}`;
  const opened = typed(entriesOf(form));
  for (const key of keysOf(person, address)) {
    const draft = read(key);
    if (draft && typed(draft.entries) !== opened) offer(template, form, key, draft);
  }
  const store = () => {
    const entries = entriesOf(form);
    if (typed(entries) === opened) {
      localStorage.removeItem(own);
      return;
    }
    try {
      localStorage.setItem(own, JSON.stringify({ at: Date.now(), entries }));
    } catch {
      // The browser's room is used up: the page works on without a draft.
    }
  };
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(store, 300);
  };
  ["input", "change", "click"].forEach((event) => form.addEventListener(event, soon));
  form.addEventListener("submit", store);
  window.addEventListener("pagehide", store);
}

dropOld();
if (person) {
  dropSaved();
  const template = document.querySelector("template[data-draft]");
  if (template) keep(template);
  // Who signs out leaves nothing behind on a computer that others use too.
  document.querySelectorAll("form[data-signs-out]").forEach((form) =>
    form.addEventListener("submit", () =>
      keysOf(person).forEach((key) => localStorage.removeItem(key)),
    ),
  );
}
