// The list while its filters change: folds stay open, and addresses hold no empty fields. Without
// this module the form is sent with its button.

const open = new Set();
let typed = null;
document.addEventListener("htmx:beforeSwap", () => {
  open.clear();
  document.querySelectorAll("#filters details[open]").forEach((fold) => open.add(fold.id));
  const field = document.activeElement;
  typed = field?.closest("#filters")
    ? { id: field.id, value: field.value, at: field.selectionStart }
    : null;
});
document.addEventListener("htmx:afterSettle", () => {
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  const field = typed && document.getElementById(typed.id);
  if (!field) return;
  // What was typed while the answer was on its way stays.
  if (field.matches("input[type=text], input[type=search], input[type=number]")) {
    field.value = typed.value;
  }
  field.focus({ preventScroll: true });
  if (typed.at !== null && typed.at !== undefined) field.setSelectionRange(typed.at, typed.at);
  typed = null;
});
document.addEventListener("htmx:configRequest", (event) => {
  const sent = event.detail.formData;
  for (const name of new Set([...sent.keys()])) {
    const values = sent.getAll(name).filter((value) => value !== "");
    sent.delete(name);
    values.forEach((value) => sent.append(name, value));
  }
});
// A list of choices lies over the page: Escape or a click beside it closes it.
const close = (except) =>
  document.querySelectorAll("details.pick[open], .views details[open]").forEach((fold) => {
    if (!fold.contains(except)) fold.removeAttribute("open");
  });
document.addEventListener("click", (event) => close(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const fold = event.target.closest?.("details.pick[open], .views details[open]");
  close(null);
  fold?.querySelector("summary").focus();
});
