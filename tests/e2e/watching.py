"""What a browser complains of, and what a shopper would see jump."""

from __future__ import annotations

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
)

# The sum of all shifts that no input of the shopper explains, lazy blocks included.
SHIFTS = """() => new Promise((done) => {
    new PerformanceObserver((list) => done(
        list.getEntries()
            .filter((entry) => !entry.hadRecentInput)
            .reduce((sum, entry) => sum + entry.value, 0)
    )).observe({type: "layout-shift", buffered: true});
    // The observer keeps silent when nothing has shifted.
    setTimeout(() => done(0), 500);
})"""


class Watch:
    """Collects errors, refusals of the content security policy, and failed requests."""

    def __init__(self, context: BrowserContext) -> None:
        self.problems: list[str] = []
        context.on("console", self._note_message)
        context.on("weberror", self._note_error)
        context.on("requestfailed", self._note_failure)
        context.on("response", self._note_response)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type}: {message.text}")

    def _note_error(self, error: WebError) -> None:
        self.problems.append(f"uncaught: {error.error}")

    def _note_failure(self, request: Request) -> None:
        self.problems.append(f"failed: {request.url} {request.failure}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")


def measure_layout_shift(page: Page) -> float:
    return page.evaluate(SHIFTS)
