"""A batch from its opening to the award."""

from dataclasses import dataclass, replace
from typing import Any

from marketplace.walkthrough.browser import Browser
from marketplace.walkthrough.newcomer import (
    PASSWORD,
    Newcomer,
    invent_newcomer,
    registration_of,
)
from marketplace.walkthrough.promises import promise
from marketplace.walkthrough.stage import Stage
from marketplace.walkthrough.talking import new_key

OPERATOR = "operator"
SCOPE = "programme:manage programme:read registrations:write"
BATCH = ("id", "number", "status", "scheme_code", "seed_commitment")


@dataclass(frozen=True)
class Operator:
    """The programme's office, with a token; `quiet` keeps it off the screen."""

    stage: Stage
    token: str
    quiet: bool = False

    def call(self, method: str, path: str, *, expect: int, **how: Any) -> Any:
        """An operation of the operator's; the JSON that was answered."""
        return self.stage.api.call(
            OPERATOR,
            method,
            path,
            token=self.token,
            expect=expect,
            quiet=self.quiet,
            **how,
        ).json()


def walk(stage: Stage) -> Newcomer:
    """Open a batch for one newcomer, and award her."""
    stage.screen.chapter(
        "The programme awards a training balance",
        "The operator plans and opens a batch, a person registers and joins it, and the"
        " operator closes it, draws, and decides by decree.",
    )
    office = Operator(stage, _token(stage))
    newcomer = award(office, scheme="normal")
    stage.screen.learned(
        "The training balance is credited by a balanced journal entry, and the first"
        " purchase has a deadline: 15 days, to the end of the day in Jakarta."
    )
    return newcomer


def award_under(stage: Stage, scheme: str) -> Newcomer:
    """Another newcomer with an award, off the screen."""
    return award(Operator(stage, _token(stage, quiet=True), quiet=True), scheme=scheme)


def award(office: Operator, *, scheme: str) -> Newcomer:
    """Somebody new, registered, selected and awarded under a scheme."""
    batch = _open_batch(office, scheme)
    newcomer = _register(office)
    _join(office, newcomer, batch["number"])
    _decide(office, batch)
    return newcomer


def _token(stage: Stage, *, quiet: bool = False) -> str:
    return stage.api.client_token(
        OPERATOR, stage.client(OPERATOR), scope=SCOPE, quiet=quiet
    )


def _open_batch(office: Operator, scheme: str) -> Any:
    newest = replace(office, quiet=True).call("GET", "/v1/batches?limit=1", expect=200)
    number = newest["items"][0]["number"] + 1 if newest["items"] else 1
    batch = office.call(
        "POST",
        "/v1/batches",
        json={"number": number, "scheme_code": scheme, "quota": 10},
        expect=201,
        show=BATCH,
    )
    office.call(
        "POST", f"/v1/batches/{batch['id']}/opening", expect=200, show=("status",)
    )
    return batch


def _register(office: Operator) -> Newcomer:
    person = invent_newcomer()
    if not office.quiet:
        office.stage.screen.say(
            f"{person.name} registers. She is made up, and so are her numbers; the"
            " identity number has the structure of a real one."
        )
    office.call("POST", "/v1/registrations", json=registration_of(person), expect=201)
    return Newcomer(person, Browser(office.stage.demo.web, office.stage.screen))


def _join(office: Operator, newcomer: Newcomer, number: int) -> None:
    """She signs in on the page and joins the batch with its button."""
    browser, quiet = newcomer.browser, office.quiet
    page = browser.open("/sign-in", quiet=True)
    browser.send(
        page, "/sign-in", email=newcomer.person.email, password=PASSWORD, quiet=quiet
    )
    page = browser.open("/me", quiet=True)
    browser.send(page, "/me/applications", batch_number=str(number), quiet=quiet)


def _decide(office: Operator, batch: Any) -> None:
    path = f"/v1/batches/{batch['id']}"
    closed = office.call(
        "POST", f"{path}/closing", expect=200, show=("status", "applications")
    )
    promise(
        closed["applications"]["verified"] == 1,
        f"One application should be eligible: {closed['applications']}",
    )
    office.call(
        "POST", f"{path}/selection", expect=200, show=("status", "selection_seed")
    )
    decided = office.call(
        "POST",
        f"{path}/decision",
        json={"decree_number": f"SK-WALK-{batch['number']}"},
        key=new_key(),
        expect=200,
        show=("status", "decree_number", "awarded", "purchase_deadline_at"),
    )
    promise(decided["awarded"] == 1, f"One award should be made: {decided['awarded']}")
