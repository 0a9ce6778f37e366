// Remembers from which recommendation a shopper opened an item: the server reads the
// cookie when it stores the view, so that the click is credited. Nothing is sent from
// here, and without JavaScript only the credit is lost.
(() => {
  "use strict";

  const SECONDS = 60;

  function remember(event) {
    if (!event.target.closest("a[href]")) return;
    const entry = event.target.closest("[data-recommendation-id]");
    if (!entry || !entry.dataset.recommendationId) return;
    const value = `${entry.dataset.itemId}~${entry.dataset.recommendationId}`;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie =
      `personalize_click=${encodeURIComponent(value)}` +
      `; Max-Age=${SECONDS}; Path=/; SameSite=Lax${secure}`;
  }

  // Capturing, so that a handler that stops the event does not hide it; auxclick for
  // the middle button.
  document.addEventListener("click", remember, true);
  document.addEventListener("auxclick", remember, true);
})();
