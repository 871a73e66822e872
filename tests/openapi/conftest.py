"""A small API of its own, so that the contract is tested without any domain."""

import threading
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import marshmallow as ma
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.views import MethodView
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import audit
from core.audit import AuditEntry
from core.clock import now
from core.ids import new_id
from core.unit_of_work import reading, unit_of_work
from marketplace.app import MAX_BODY_BYTES
from openapi.api import Api
from openapi.blueprint import Blueprint
from openapi.fields import AmountField, Schema, Text, WholeNumber
from openapi.idempotency import idempotent
from openapi.json_provider import OrjsonProvider
from openapi.pagination import Key, PageArgumentsSchema, page_schema, paginate
from openapi.requests import Application, watch_requests
from openapi.security import Caller, Shown, require_scope
from tests.factories import authorization

PLATFORM = UUID("01900000-0000-7000-8000-000000000001")
OTHER = UUID("01900000-0000-7000-8000-000000000002")


class NewThingSchema(Schema):
    name = Text(required=True, validate=ma.validate.Length(min=1, max=200))
    price = AmountField(required=True)
    tags = ma.fields.List(Text(), load_default=list)


class ThingSchema(Schema):
    id = ma.fields.UUID(required=True)
    name = Text(required=True)
    price = AmountField(required=True)
    number = WholeNumber(required=True)


@dataclass
class Making:
    """What happens while a thing is made; tests put an error or a wait here."""

    error: BaseException | None = None
    entered: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event | None = None
    runs: int = 0


@pytest.fixture
def making() -> Making:
    return Making()


@pytest.fixture
def small_app(making: Making) -> Flask:
    """Things can be made (once per key) and listed."""
    app = Application("small")
    app.json = OrjsonProvider(app)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, PROPAGATE_EXCEPTIONS=False)
    app.extensions["authenticator"] = authenticator
    watch_requests(app, secure=True)
    api = Api(app, scopes={"things": "Make things."})
    api.register_blueprint(make_blueprint(making))
    return app


@pytest.fixture
def small(small_app: Flask, session: Session) -> FlaskClient:
    return small_app.test_client()


def make_blueprint(making: Making) -> Blueprint:
    blueprint = Blueprint("things", __name__, url_prefix="/v1/things")

    @blueprint.route("")
    class Things(MethodView):
        @require_scope("things")
        @blueprint.arguments(PageArgumentsSchema, location="query")
        @blueprint.response(200, page_schema(ListedSchema, "ListedPage"))
        def get(self, query: dict[str, Any]) -> Any:
            with reading("things.list") as session:
                return paginate(
                    session,
                    select(AuditEntry).where(AuditEntry.action == "thing.make"),
                    [
                        Key(AuditEntry.recorded_at, "recorded_at"),
                        Key(AuditEntry.id, "id"),
                    ],
                    **query,
                )

        @require_scope("things")
        @blueprint.arguments(NewThingSchema)
        @idempotent(blueprint, 201, ThingSchema, operation="things.make")
        def post(self, body: dict[str, Any], *, session: Session) -> Any:
            return make_thing(session, body, making)

    @blueprint.route("/copies")
    class Copies(MethodView):
        @require_scope("things")
        @blueprint.arguments(NewThingSchema)
        @idempotent(blueprint, 201, ThingSchema, operation="things.copy")
        def post(self, body: dict[str, Any], *, session: Session) -> Any:
            return make_thing(session, body, making)

    return blueprint


class ListedSchema(Schema):
    id = ma.fields.UUID(required=True)


def make_thing(session: Session, body: dict[str, Any], making: Making) -> Any:
    making.runs += 1
    identity = new_id()
    audit.record(
        session,
        action="thing.make",
        object_type="thing",
        object_id=identity,
        after=body,
        at=now(),
    )
    session.flush()
    making.entered.set()
    if making.may_go_on is not None:
        making.may_go_on.wait(10)
    if making.error is not None:
        raise making.error
    return {"id": identity, "number": making.runs, **body}


def authenticator(shown: Shown, *, at: Any) -> Caller | None:
    """`platform` and `other` are clients of two organisations."""
    token = shown.token
    organisations = {"platform": PLATFORM, "other": OTHER, "poor": PLATFORM}
    if token not in organisations:
        return None
    return Caller(
        client_id=token,
        organisation_id=organisations[token],
        kinds=frozenset(),
        scopes=frozenset() if token == "poor" else frozenset({"things"}),
        token_id=new_id(),
    )


def body_of(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Pelatihan",
        "price": {"amount": 350_000, "currency": "IDR"},
        **changes,
    }


def headers(key: str | None = "key-1", token: str = "platform") -> dict[str, str]:
    return authorization(token, key)


def things_made() -> int:
    """How many effects were committed."""
    with unit_of_work("test") as session:
        return (
            session.scalar(
                select(func.count())
                .select_from(AuditEntry)
                .where(AuditEntry.action == "thing.make")
            )
            or 0
        )


def slug(response: Any) -> str:
    return str(response.json["type"]).rpartition("/")[2]
