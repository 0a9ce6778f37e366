// Comfort only: the form has a button. Who comes back by the browser's button stays.
"use strict";

const [visit] = performance.getEntriesByType("navigation");

if (visit?.type === "navigate") {
  document.querySelector("form[data-submit-at-once]")?.requestSubmit();
}
