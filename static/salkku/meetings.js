// From project to project by the keys left and right, unless somebody types or chooses something.
const TAKES_KEYS = "input, textarea, select, [contenteditable], [role=radiogroup], summary";

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.defaultPrevented || event.target.closest?.(TAKES_KEYS)) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (!rel) return;
  const link = document.querySelector(`.meeting-way a[rel=${rel}]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
