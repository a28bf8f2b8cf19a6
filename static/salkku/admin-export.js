// "Choose all" over the columns of an export.

const rows = ".selectable-field-export-row input[type=checkbox]:not(.select-toggle)";
document.querySelectorAll(".select-toggle").forEach((toggle) =>
  toggle.addEventListener("change", () =>
    document.querySelectorAll(rows).forEach((box) => {
      box.checked = toggle.checked;
    }),
  ),
);
