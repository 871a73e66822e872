"""Asking the catalogue, and counting what is asked of the database."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from catalog.regions.models import District, Province, Regency
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_client,
    make_organisation,
    make_token,
)


@pytest.fixture
def statements(engine):
    """A block in which every statement is listened to."""

    @contextmanager
    def listening():
        seen = []

        def note(connection, cursor, statement, *rest):
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return listening


@pytest.fixture
def platform(session):
    return make_organisation(session, Kind.DIGITAL_PLATFORM, code="toko-latih")


@pytest.fixture
def headers(session, platform):
    return authorization(
        make_token(session, make_client(session, platform, ["catalog:read"]))
    )


@pytest.fixture
def titles(client, headers):
    def found(**query):
        answer = client.get("/v1/courses", query_string=query, headers=headers)
        assert answer.status_code == 200, answer.json
        return [course["title"] for course in answer.json["items"]]

    return found


def make_districts(session, *codes):
    """Districts with the regencies and provinces in which they lie."""
    for code in codes:
        session.merge(Province(code=code[:2], name=f"P{code[:2]}"))
        session.flush()
        session.merge(
            Regency(code=code[:5], province_code=code[:2], name="R", kind="kota")
        )
        session.flush()
        nik_prefix = code.replace(".", "")
        session.add(
            District(code=code, regency_code=code[:5], name="D", nik_prefix=nik_prefix)
        )
    session.flush()
