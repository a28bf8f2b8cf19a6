// Names for the choosers that select2 draws over a field: it copies neither the field's label nor,
// for a list of chosen values, the roles that a screen reader needs.

const selectOf = (container) => container.previousElementSibling;

function labelOf(select) {
  const label = select && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label && !label.id) label.id = `${select.id}-label`;
  return label;
}

function name(container) {
  const label = labelOf(selectOf(container));
  if (!label) return;
  const selection = container.querySelector("[role=combobox]");
  const shown = container.querySelector(".select2-selection__rendered");
  if (selection) selection.setAttribute("aria-labelledby", [label.id, shown?.id].join(" ").trim());
  if (shown?.role === "textbox") shown.setAttribute("aria-labelledby", label.id);
  container.querySelector("ul > .select2-selection__clear")?.setAttribute("role", "listitem");
  container.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
}

function nameSearchOfOpenList() {
  const open = document.querySelector("select + .select2-container--open");
  const field = document.querySelector(".select2-dropdown .select2-search__field");
  const label = open && labelOf(selectOf(open));
  if (field && label) field.setAttribute("aria-labelledby", label.id);
}

function nameAll() {
  document.querySelectorAll("select + .select2-container").forEach(name);
  nameSearchOfOpenList();
}

new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
