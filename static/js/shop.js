// Comfort only: every page works without this file.
"use strict";

const menus = "details.menu, .departments details, .card details";

function closeMenus(keep) {
  for (const menu of document.querySelectorAll(`:is(${menus})[open]`)) {
    if (!menu.contains(keep)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement.closest(menus);
  closeMenus(null);
  menu?.querySelector("summary").focus();
});

// What htmx could not fetch is said, not swallowed.
function say(text) {
  const toast = document.createElement("p");
  toast.className = "toast toast--error";
  toast.textContent = text;
  document.getElementById("toasts").replaceChildren(toast);
}

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    // A block that cannot be loaded is left out; only what was asked for is answered.
    if (event.detail.requestConfig?.triggeringEvent?.type !== "intersect") {
      say(document.body.dataset.failure);
    }
  });
}

// A size was chosen: put the panel away.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.matches(".card__actions")) closeMenus(null);
});
