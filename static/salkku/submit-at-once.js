// Submits the form marked `data-submit-at-once`, and shows its progress. Without JavaScript the
// form's button does it.
const form = document.querySelector("form[data-submit-at-once]");
if (form) {
  form.querySelector("progress").hidden = false;
  form.querySelector("button").hidden = true;
  form.requestSubmit();
}
