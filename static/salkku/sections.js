// A section's form whose answer did not come says so; what was typed stays in it. Ctrl + Enter in the
// words of a section takes what was understood of them into the fields.
// While somebody types, the words are asked about, and names are offered.
const isWords = (event) => event.target.matches?.("[data-words]");
const isAsking = (event) => isWords(event) || event.target.matches?.("[data-offers]");
const unanswered = (event) =>
  isAsking(event) ? null : event.target.closest?.("form")?.querySelector("[data-unanswered]");

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const words = unanswered(event);
    if (words) words.hidden = false;
  });
}
document.addEventListener("htmx:beforeRequest", (event) => {
  const words = unanswered(event);
  if (words) words.hidden = true;
});
// A door in the menu on top of the page closes it behind itself; Esc closes it, too.
const menu = document.querySelector("[data-edit-menu]");
menu?.addEventListener("click", (event) => {
  if (event.target.closest("a")) menu.open = false;
});
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !isWords(event)) return;
  event.preventDefault();
  event.target.form.querySelector("[data-take-words]").click();
});
