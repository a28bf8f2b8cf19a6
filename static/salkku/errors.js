// Puts the focus on what is to be mended, also where the address names a place on the page: there
// browsers pass over `autofocus`.
document.querySelector("[data-takes-focus]")?.focus();
