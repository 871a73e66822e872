"""The pages of everything that there is: which addresses a rule of the URL map has."""

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Course
from core.clock import now
from core.ids import new_id
from core.signing import Issuer
from partners.accounts import Account
from partners.oauth.models import Client, Grant
from partners.organisations import Organisation
from partners.receipts.models import ConsentKind, ConsentReceipt
from tests import factories
from tests.contract.world import RETURN, World
from tests.partners.oauth.flow import Pkce

SECRET = "a-secret-of-an-invitation"


def things_of(
    session: Session, world: World, issuer: Issuer
) -> dict[str, tuple[Any, ...]]:
    """By the name in a path, what there is; several where the name is of several."""
    organisation, account = world.platform.organisation, world.account
    invitation = factories.make_invitation(
        session,
        organisation,
        secret_hash=hashlib.sha256(SECRET.encode()).digest(),
        created_at=now(),
        expires_at=now() + timedelta(days=1),
    )
    own = {
        "code": (organisation.code, _code_of(session, world.ids["course_id"])),
        "institution": (_institution_of(session, world.ids["course_id"]),),
        "organisation": (organisation.code,),
        "slug": ("voucher-not-found",),
        "number": (0, 1),
        "name": ("site.css", "swagger-ui.css", "nothing.css"),
        "course_id": (world.ids["course_id"], world.ids["done_course_id"]),
        "item_id": (world.ids["seat_id"], invitation.id),
        "start": (world.ids["course_id"],),
        "section": ("texts",),
        "key_id": (issuer.key_id, "unknown"),
        "question": (_question(world.platform.client),),
        "secret": (SECRET,),
        "state": (world.secrets["state"],),
        "receipt_id": (_receipt(session, account, world.platform.client).id,),
    }
    return {name: (value,) for name, value in world.ids.items()} | own


def _institution_of(session: Session, course_id: str) -> str:
    course = session.get_one(Course, UUID(course_id))
    return session.get_one(Organisation, course.provider_id).code


def _code_of(session: Session, course_id: str) -> str:
    return session.get_one(Course, UUID(course_id)).code


def _question(client: Client) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": RETURN,
        "scope": "profile:read",
        "code_challenge": Pkce().challenge,
        "code_challenge_method": "S256",
    }


def _receipt(session: Session, account: Account, client: Client) -> ConsentReceipt:
    grant = session.scalars(
        select(Grant).where(
            Grant.account_id == account.id, Grant.client_id == client.id
        )
    ).one()
    receipt = ConsentReceipt(
        account_id=account.id,
        organisation_id=grant.organisation_id,
        grant_id=grant.id,
        kind=ConsentKind.LINKED,
        organisation="A platform",
        program="Its program",
        subject=grant.subject,
        language="en",
        text_version="1",
        text="Yes.",
        purposes=[],
        facts=[],
        given_at=now(),
    )
    session.add(receipt)
    session.flush()
    return receipt


def addresses(rule: str, things: dict[str, tuple[Any, ...]]) -> Iterator[str]:
    """The page of each thing that its path may be about."""
    if rule == "/oauth/authorize":
        yield f"{rule}?{urlencode(things['question'][0])}"
    names = re.findall(r"<(?:[^:>]+:)?(\w+)>", rule)
    form = re.sub(r"<(?:[^:>]+:)?(\w+)>", "{}", rule)
    for chosen in product(*(things.get(name, (new_id(),)) for name in names)):
        yield form.format(*chosen)
