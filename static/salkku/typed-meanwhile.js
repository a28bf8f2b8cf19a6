// What somebody types or ticks while the answer to a form is on its way stays in the form that the
// answer brings, and the cursor in its field. A section that is being saved becomes text again: its
// form takes nothing until the answer is there.
const sent = new WeakMap(); // form: what each of its fields was sent with
const isTicked = (field) => ["checkbox", "radio"].includes(field.type);
const stateOf = (field) => (isTicked(field) ? field.checked : field.value);
const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.id && field.type !== "hidden");

function sentForm(event) {
  const form = event.detail.requestConfig?.elt;
  return form instanceof HTMLFormElement ? form : null;
}

function typedSince(form) {
  const before = sent.get(form);
  return fieldsOf(form).filter((field) => before && stateOf(field) !== before.get(field.id));
}

function put(typed) {
  const field = document.getElementById(typed.id);
  if (field?.type !== typed.type) return [];
  if (isTicked(field)) field.checked = typed.checked;
  else field.value = typed.value;
  return [field];
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = sentForm(event);
  if (!form) return;
  sent.set(form, new Map(fieldsOf(form).map((field) => [field.id, stateOf(field)])));
  const button = event.detail.requestConfig.triggeringEvent?.submitter;
  form.inert = form.matches(".section-form") && !button?.hasAttribute("formaction");
});
document.addEventListener("htmx:afterSwap", (event) => {
  const form = sentForm(event);
  const kept = form ? typedSince(form).flatMap(put) : [];
  sent.delete(form);
  if (!kept.length) return;
  if (kept.includes(document.activeElement)) {
    for (const other of event.target.querySelectorAll("[autofocus]")) {
      other.removeAttribute("autofocus");
    }
  }
  const told = () => kept[0].dispatchEvent(new Event("change", { bubbles: true }));
  document.addEventListener("htmx:afterSettle", told, { once: true });
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = sentForm(event);
  if (!form?.inert) return;
  form.inert = false;
  if (event.detail.failed || !event.detail.xhr.status) {
    event.detail.requestConfig.triggeringEvent?.submitter?.focus();
  }
});
