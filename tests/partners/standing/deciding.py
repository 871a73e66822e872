"""The operator's staff over the API, and what they decide."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.clock import now
from core.events.models import StoredEvent
from core.ids import new_id
from partners.organisations import Kind, Organisation
from partners.staff import Role
from partners.standing.tasks import run_everything_due
from tests.factories import (
    authorization,
    make_account,
    make_client,
    make_organisation,
    make_seat,
    make_token,
)


@dataclass
class Desk:
    """The operator with its console, and people who sit there."""

    session: Session
    http: FlaskClient
    operator: Organisation = field(init=False)

    def __post_init__(self) -> None:
        self.operator = make_organisation(self.session, Kind.OPERATOR)
        self.console = make_client(self.session, self.operator, ["staff:act"])

    def hire(
        self, *roles: Role, at: Organisation | None = None, locale: str = "en"
    ) -> "Person":
        """Somebody with a seat at the operator, or at another organisation."""
        account = make_account(self.session, locale=locale)
        seat = make_seat(
            self.session,
            at or self.operator,
            *(roles or (Role.ONBOARDING,)),
            account_id=account.id,
        )
        token = make_token(self.session, self.console, account)
        return Person(self, account.id, token, seat)


@dataclass
class Person:
    desk: Desk
    id: Any
    token: str
    seat: Any

    def get(self, path: str, **query: Any) -> TestResponse:
        headers = authorization(self.token)
        return self.desk.http.get(path, query_string=query, headers=headers)

    def post(self, path: str, **body: Any) -> TestResponse:
        headers = authorization(self.token, f"key-{new_id().hex}")
        return self.desk.http.post(path, json=body, headers=headers)

    def propose(self, organisation: Organisation, severity: str, **more: Any):
        """Propose a sanction with a reason."""
        return self.post(
            "/v1/sanctions",
            organisation_id=str(organisation.id),
            severity=severity,
            **{
                "reason_code": "price_above_list",
                "reason": "Three courses were sold above their list price.",
                **more,
            },
        )

    def agree(self, sanction_id: str) -> TestResponse:
        return self.post(f"/v1/sanctions/{sanction_id}/decision", agrees=True)


def decide(
    first: Person, second: Person, organisation: Organisation, severity: str, **more
) -> dict[str, Any]:
    """A sanction that both decided, as the API shows it."""
    proposed = first.propose(organisation, severity, **more)
    assert proposed.status_code == 201, proposed.json
    if proposed.json["state"] == "in_force":
        return proposed.json
    decided = second.agree(proposed.json["id"])
    assert decided.status_code == 200, decided.json
    return decided.json


def slug_of(response: TestResponse) -> str:
    assert response.content_type == "application/problem+json", response.text[:200]
    return str(response.json["type"]).rsplit("/", 1)[-1]


def standing_of(session, organisation) -> str:
    session.refresh(organisation)
    return organisation.standing


def topics(session) -> list[str]:
    return session.scalars(select(StoredEvent.topic).order_by(StoredEvent.id)).all()


def run_due(*, after: timedelta) -> None:
    run_everything_due(lambda: now() + after)


def lift(first, second, sanction_id):
    change = first.post(
        f"/v1/sanctions/{sanction_id}/changes", act="lift", reason="Mended."
    )
    assert change.status_code == 201, change.json
    return second.post(
        f"/v1/sanctions/{sanction_id}/changes/{change.json['id']}/decision",
        agrees=True,
    )
