// Hearts and the suggestions of the search. Every page works without this file.
"use strict";

// The pressed button was replaced by a new one: the keyboard stays where it was.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.matches(".heart")) event.target.querySelector("button").focus();
});

const searchInput = document.getElementById("search-input");
const suggestions = document.getElementById("suggestions");

function getOptions() {
  return [...suggestions.querySelectorAll("[role=option]")];
}

function getActive() {
  return suggestions.querySelector("[aria-selected=true]");
}

function showSuggestions(isShown) {
  suggestions.hidden = !isShown;
  searchInput.setAttribute("aria-expanded", String(isShown));
  if (!isShown) activate(null);
}

function activate(option) {
  getActive()?.removeAttribute("aria-selected");
  searchInput.removeAttribute("aria-activedescendant");
  if (!option) return;
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  searchInput.setAttribute("aria-activedescendant", option.id);
}

// Below the last option comes the input again, and then the first.
function move(step) {
  const places = [null, ...getOptions()];
  const place = places.indexOf(getActive()) + step;
  activate(places[(place + places.length) % places.length]);
}

function openFound() {
  const isTyping = document.activeElement === searchInput;
  // The option that was active is gone with the list it was in.
  activate(null);
  showSuggestions(isTyping && getOptions().length > 0);
}

const keys = {
  ArrowDown: () => (suggestions.hidden ? openFound() : move(1)),
  ArrowUp: () => move(-1),
  Escape: () => showSuggestions(false),
};

if (searchInput && suggestions) {
  suggestions.addEventListener("htmx:afterSwap", openFound);
  searchInput.addEventListener("keydown", (event) => {
    const active = getActive();
    if (event.key === "Enter" && active) {
      event.preventDefault();
      active.click();
    } else if (keys[event.key] && getOptions().length) {
      // A search field is emptied by Escape; here it first closes what is open.
      if (event.key !== "Escape" || !suggestions.hidden) event.preventDefault();
      keys[event.key]();
    }
  });
  // Nothing suggested is no failure that anybody must hear of.
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    searchInput.addEventListener(failure, (event) => event.stopPropagation());
  }
  document.addEventListener("focusin", (event) => {
    if (!searchInput.form.contains(event.target)) showSuggestions(false);
  });
  document.addEventListener("click", (event) => {
    if (!searchInput.form.contains(event.target)) showSuggestions(false);
  });
}
