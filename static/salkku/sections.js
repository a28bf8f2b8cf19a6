// A section's form whose answer did not come says so; what was typed stays in it. Ctrl + Enter in the
// words of a section takes what was understood of them into the fields.
const isAsking = (event) => event.target.matches?.("[data-words]"); // while somebody types
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
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !isAsking(event)) return;
  event.preventDefault();
  event.target.form.querySelector("[data-take-words]").click();
});
