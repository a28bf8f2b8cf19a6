// Buttons that copy the address in the field beside them. Without this module one copies it by hand.

const copy = async (field) => {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // a site without HTTPS has no clipboard
  }
};
const show = () =>
  document.querySelectorAll("[data-copies]").forEach((button) => {
    button.hidden = false;
  });
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copies]");
  if (!button) return;
  await copy(document.getElementById(button.dataset.copies));
  button.closest(".copy").querySelector("[role=status]").textContent = button.dataset.said;
});
document.addEventListener("htmx:afterSettle", show);
show();
