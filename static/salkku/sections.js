// A section's form whose answer did not come says so; what was typed stays in it.
const unanswered = (event) => event.target.closest?.("form")?.querySelector("[data-unanswered]");

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
