"""Finding a course, and a class that begins soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from marketplace.walkthrough.promises import BrokenPromise, promise
from marketplace.walkthrough.stage import Stage, money

# The same two courses, by the verb and by the noun made of it.
SEARCHES = ("membuat kue", "pembuatan kue")
MISTYPED, MEANT = "pemogramam", "pemrograman"

# A seat can be bought until the class begins, and redeemed from an hour before it.
ENOUGH_TIME = timedelta(minutes=2)
REDEEM_OPENS_BEFORE = timedelta(minutes=55)


@dataclass(frozen=True)
class Choice:
    """A course, a class of it, and a platform's offer."""

    course: dict[str, Any]
    schedule: dict[str, Any]
    offering: dict[str, Any]

    def order(self, reference: str) -> dict[str, Any]:
        """What a platform sends to buy it."""
        return {
            "offering_id": self.offering["id"],
            "schedule_id": self.schedule["id"],
            "price": self.offering["price"],
            "platform_reference": reference,
        }


def walk(stage: Stage) -> Choice:
    """Search as people do, then choose what can be bought and redeemed now."""
    stage.screen.chapter(
        "A course is found",
        "The platform reads the catalogue with a token of its own. Words are looked for"
        " as Indonesian bends them, and small mistakes are forgiven.",
    )
    shop = Shop(
        stage,
        stage.api.client_token(
            "platform", stage.client("platform"), scope="catalog:read"
        ),
    )
    verb, noun = (shop.search(words) for words in SEARCHES)
    promise(verb != [] and verb == noun, f"{SEARCHES} should find the same.")
    stage.screen.learned(f"“{SEARCHES[0]}” and “{SEARCHES[1]}” find the same courses.")
    mistyped = shop.search(MISTYPED)
    promise(
        any(MEANT in title.lower() for title in mistyped),
        f"“{MISTYPED}” should find “{MEANT}”: {mistyped}",
    )
    stage.screen.learned(f"“{MISTYPED}” finds “{MEANT}”.")
    choice = shop.choose()
    stage.screen.learned(
        f"“{choice.course['title']}” costs {money(choice.offering['price'])}, begins"
        f" at {choice.schedule['starts_at']} and has"
        f" {choice.schedule['seats_left']} seats left."
    )
    return choice


@dataclass(frozen=True)
class Shop:
    """The platform in the catalogue."""

    stage: Stage
    token: str

    def search(self, words: str) -> list[str]:
        """The titles that are found, printed with the request."""
        query = urlencode({"query": words, "limit": 3})
        found = self._get(f"/v1/courses?{query}", quiet=True)
        self.stage.screen.say(f"GET /v1/courses?{query}")
        titles = [course["title"] for course in found["items"]]
        for title in titles:
            self.stage.screen.say_found(title)
        return titles

    def choose(self) -> Choice:
        """The first class of the demo's institution that fits."""
        owner = self.stage.client("institution").organisation
        for course in self._courses():
            if course["institution"] != owner or not course["list_price"]["amount"]:
                continue
            choice = self._fitting(course["id"])
            if choice is not None:
                self._get(f"/v1/courses/{course['id']}")
                return choice
        raise BrokenPromise(
            "No class can be bought and redeemed now. The demo makes classes up for 24"
            " hours; start it again to have more."
        )

    def dearest(self) -> Choice:
        """The dearest course with a class that can be bought."""
        courses = sorted(
            self._courses(), key=lambda course: course["list_price"]["amount"]
        )
        detail = self._get(f"/v1/courses/{courses[-1]['id']}", quiet=True)
        return Choice(detail, detail["schedules"][-1], self._offer(detail)[0])

    def _courses(self) -> Iterator[dict[str, Any]]:
        platform = self.stage.client("platform").organisation
        query = {"platform": platform, "limit": "100"}
        while True:
            page = self._get(f"/v1/courses?{urlencode(query)}", quiet=True)
            yield from page["items"]
            if not page["next_cursor"]:
                return
            query["cursor"] = page["next_cursor"]

    def _fitting(self, course_id: str) -> Choice | None:
        detail = self._get(f"/v1/courses/{course_id}", quiet=True)
        now = datetime.now(UTC)
        for schedule in detail["schedules"]:
            starts_at = datetime.fromisoformat(schedule["starts_at"])
            closes_at = datetime.fromisoformat(schedule["enrolment_closes_at"])
            if (
                closes_at > now + ENOUGH_TIME
                and starts_at - REDEEM_OPENS_BEFORE < now
                and schedule["seats_left"] > 0
            ):
                return Choice(detail, schedule, self._offer(detail)[0])
        return None

    def _offer(self, detail: dict[str, Any]) -> list[dict[str, Any]]:
        platform = self.stage.client("platform").organisation
        return [one for one in detail["offerings"] if one["platform"] == platform]

    def _get(self, path: str, *, quiet: bool = False) -> dict[str, Any]:
        answer: dict[str, Any] = self.stage.api.call(
            "platform",
            "GET",
            path,
            token=self.token,
            expect=200,
            quiet=quiet,
            show=("title", "institution_name", "mode", "sessions", "list_price"),
        ).json()
        return answer
