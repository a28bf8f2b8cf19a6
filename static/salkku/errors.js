// Puts the focus on what is to be mended, also where the address names a place on the page: there
// browsers pass over `autofocus`. In a part that htmx has put on the page the focus is there already;
// this script comes later and would take it from where somebody has gone since.
if (document.readyState !== "complete") document.querySelector("[data-takes-focus]")?.focus();
