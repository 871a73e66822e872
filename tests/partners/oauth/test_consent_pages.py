"""What people see before they consent, and how they take it back (OA-22)."""

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.events.models import StoredEvent
from core.ids import new_id
from partners.limits.rules import CONSENT_BY_ACCOUNT
from partners.oauth import Grant, Token
from partners.oauth.scopes import CLIENT_SCOPES, CONSENT, PERSON_SCOPES, SCOPES
from tests.partners.oauth.flow import (
    Pkce,
    answer,
    decide,
    hidden_fields,
    make_platform,
    question,
    refresh,
    sign_in,
    tokens_for,
    userinfo,
)


def consent_page(client, platform, language: str = "en", **changes):
    asked = question(platform, Pkce(), **changes)
    with client.session_transaction() as browser:
        browser["locale"] = language
    return client.get("/oauth/authorize", query_string=asked)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["would like to be linked", "Buy courses for you", "any other money"]),
        ("id", ["ingin ditautkan", "Membeli pelatihan untuk Anda", "tidak tersentuh"]),
    ],
)
def test_the_page_says_who_what_and_how_much(client, session, language, words):
    platform = make_platform(session)
    sign_in(client, session)

    page = consent_page(client, platform, language)

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert "Pintar Belajar" in page.text
    assert "platform.example" in page.text
    for word in words:
        assert word in page.text


def test_money_is_mentioned_only_when_it_is_at_stake(client, session):
    platform = make_platform(session)
    sign_in(client, session)

    page = consent_page(client, platform, scope="profile:read")

    assert "your first name" in page.text
    assert "any other money" not in page.text
    assert "Buy courses" not in page.text


def test_the_form_may_lead_to_the_platform_and_nowhere_else(client, session):
    """OA-22: framing is forbidden, and the policy names the platform's origin."""
    platform = make_platform(session)
    sign_in(client, session)

    page = consent_page(client, platform)

    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' https://platform.example;" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["Cache-Control"] == "no-store"


def test_the_form_repeats_what_was_asked(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    asked = question(platform, Pkce(), state='"><script>')

    page = client.get("/oauth/authorize", query_string=asked)

    fields = hidden_fields(page)
    assert fields["code_challenge"] == asked["code_challenge"]
    assert fields["state"] == "&#34;&gt;&lt;script&gt;"


def test_consent_is_written_down_with_its_words(client, session):
    """PD-05: the proof of consent holds what she read."""
    platform = make_platform(session)
    account = sign_in(client, session)

    answer(decide(client, question(platform, Pkce())))

    grant = session.scalars(select(Grant)).one()
    assert grant.account_id == account.id
    assert grant.scopes == ["orders:write", "profile:read"]
    assert grant.consent_text.startswith("Pintar Belajar ingin ditautkan")
    assert "saldo pelatihan" in grant.consent_text
    event = session.scalars(select(StoredEvent)).one()
    assert event.topic == "account.linked"
    assert event.audience == [platform.organisation.id]
    assert event.data == {"grant_id": str(grant.id), "subject": grant.subject}


def test_she_is_not_asked_again_for_what_she_granted(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    tokens_for(client, platform)

    again = client.get("/oauth/authorize", query_string=question(platform, Pkce()))

    assert answer(again)["code"]


def test_she_is_asked_again_when_more_is_wanted(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    tokens_for(client, platform)
    wider = "balance:read orders:write"

    page = client.get(
        "/oauth/authorize", query_string=question(platform, Pkce(), scope=wider)
    )
    tokens_for(client, platform, scope=wider)

    assert page.status_code == 200
    grant = session.scalars(select(Grant)).one()
    assert grant.scopes == ["balance:read", "orders:write", "profile:read"]


def test_a_native_application_has_to_ask_every_time(client, session):
    """RFC 8252, section 8.6: another program may listen at the same address."""
    platform = make_platform(session, "none")
    sign_in(client, session)
    tokens_for(client, platform)

    page = client.get("/oauth/authorize", query_string=question(platform, Pkce()))

    assert page.status_code == 200


def test_she_sees_her_links_and_takes_one_back(client, session):
    platform, other = make_platform(session), make_platform(session)
    account = sign_in(client, session)
    granted, kept = tokens_for(client, platform), tokens_for(client, other)
    grant = session.scalars(
        select(Grant).where(Grant.client_id == platform.client.id)
    ).one()
    page = client.get("/links")
    assert page.text.count("Pintar Belajar") >= 2

    response = client.post(
        f"/links/{grant.id}/unlink",
        data={"csrf_token": hidden_fields(page)["csrf_token"]},
    )

    assert (response.status_code, response.location) == (303, "/links")
    assert userinfo(client, granted["access_token"]).status_code == 401
    assert refresh(client, platform, granted["refresh_token"]).status_code == 400
    assert userinfo(client, kept["access_token"]).status_code == 200
    session.refresh(grant)
    assert grant.revoked_by == "participant"
    events = session.scalars(select(StoredEvent).order_by(StoredEvent.id)).all()
    assert [event.topic for event in events][-1] == "account.unlinked"
    assert events[-1].audience == [platform.organisation.id]
    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "consent.withdrawn")
    ).one()
    assert line.actor == f"account:{account.id}"


def test_she_cannot_take_back_another_s_link(client, session):
    """SC-02: another's link looks unknown."""
    platform = make_platform(session)
    sign_in(client, session)
    granted = tokens_for(client, platform)
    grant = session.scalars(select(Grant)).one()
    sign_in(client, session)
    token = hidden_fields(client.get("/links"))["csrf_token"]

    answers = [
        client.post(f"/links/{one}/unlink", data={"csrf_token": token})
        for one in (grant.id, new_id())
    ]

    assert [response.status_code for response in answers] == [404, 404]
    assert session.scalar(select(Token.revoked_at)) is None
    assert userinfo(client, granted["access_token"]).status_code == 200


def test_unlinking_cannot_be_forged(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    tokens_for(client, platform)
    grant = session.scalars(select(Grant)).one()

    response = client.post(f"/links/{grant.id}/unlink")

    assert response.status_code == 400
    assert session.scalar(select(Grant.revoked_at)) is None


def test_linking_again_makes_a_new_grant_with_the_same_subject(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    tokens_for(client, platform)
    first = session.scalars(select(Grant)).one()
    token = hidden_fields(client.get("/links"))["csrf_token"]
    client.post(f"/links/{first.id}/unlink", data={"csrf_token": token})

    tokens_for(client, platform)

    session.expire_all()
    grants = session.scalars(select(Grant).order_by(Grant.id)).all()
    assert [grant.revoked_at is None for grant in grants] == [False, True]
    assert grants[0].subject == grants[1].subject


def test_every_scope_is_a_person_s_or_a_client_s():
    assert set(SCOPES) == PERSON_SCOPES | CLIENT_SCOPES
    assert all(text.en and text.id for text in CONSENT.values())


def test_oa_24_an_account_decides_so_often_and_no_oftener(client, session):
    """Every decision counts, a refused one too; another account is not concerned."""
    platform = make_platform(session)
    asked = question(platform, Pkce())
    sign_in(client, session)
    number = CONSENT_BY_ACCOUNT.allowed
    form = hidden_fields(client.get("/oauth/authorize", query_string=asked))
    refusing = {**asked, "csrf_token": form["csrf_token"], "decision": "deny"}

    answers = [client.post("/oauth/authorize", data=refusing) for _ in range(number)]
    allowed = client.post(
        "/oauth/authorize",
        data=refusing | {"decision": "allow", "shown": form["shown"]},
    )

    assert {answer.status_code for answer in answers} == {303}
    assert allowed.status_code == 429
    assert allowed.headers["Retry-After"] == "600"
    assert session.scalars(select(Grant)).all() == []
    sign_in(client, session)
    assert answer(decide(client, asked))["code"]
