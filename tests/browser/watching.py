"""A page with a watcher: what the browser complains about, and what axe finds."""

import os
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE = (Path(__file__).parents[1] / "web" / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Watch:
    """A page whose console errors, failed requests and faults are collected.

    With SCREENSHOTS set to a folder, `look` keeps a picture of every page there.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("response", self._answer)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failure)

    def look(self, name: str) -> None:
        """Hold the page as it is to the rules of accessible pages on a phone."""
        self.page.wait_for_load_state()
        if folder := os.environ.get("SCREENSHOTS"):
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        found = self.violations()
        assert not found, "\n".join(found)
        assert self.overhang() == 0, f"{name} is wider than the screen"

    def violations(self) -> list[str]:
        """What axe-core finds: rule, help and the first element of each."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules})", RULES
        )
        return [
            f"{each['id']}: {each['help']} {each['nodes'][0]['html'][:200]}"
            for each in found["violations"]
        ]

    def overhang(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth"
                " - document.documentElement.clientWidth"
            )
        )

    def _console(self, message: ConsoleMessage) -> None:
        # What could not be loaded is told by its answer, with its address.
        if message.type in ("error", "warning") and "load resource" not in message.text:
            self.complaints.append(message.text)

    def _failure(self, request: Request) -> None:
        # What was still on its way when the next page was opened is no complaint.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.failure}: {request.url}")

    def _answer(self, response: Response) -> None:
        """A refused page is a page; a fault or a missing file is a complaint."""
        refused = (
            response.status >= 400 and not response.request.is_navigation_request()
        )
        if response.status >= 500 or refused:
            self.complaints.append(f"{response.status}: {response.url}")
