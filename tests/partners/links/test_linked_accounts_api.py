"""What a platform reads and does about its links, over HTTP."""

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.events.models import StoredEvent
from partners.links import AccountLink, LinkChange
from partners.oauth import Grant
from tests.factories import authorization, make_token
from tests.partners.oauth.flow import (
    Platform,
    make_platform,
    sign_in,
    tokens_for,
    userinfo,
)

LINKS = "/v1/linked-accounts"
SCOPES = ["balance:read", "links:manage", "orders:write", "profile:read"]


@pytest.fixture
def platform(session) -> Platform:
    return make_platform(session, scopes=SCOPES)


def own(session, platform) -> dict[str, str]:
    """Headers with a token of the platform's own."""
    bearer = make_token(session, platform.client, scopes=["links:manage"])
    return authorization(bearer)


def linked(client, session, platform, **changes) -> tuple[str, str]:
    """Somebody new links the platform: her subject there, and an access token."""
    account = sign_in(client, session, **changes)
    token = tokens_for(client, platform)["access_token"]
    grant = session.scalars(
        select(Grant)
        .where(Grant.account_id == account.id)
        .order_by(Grant.granted_at.desc())
    ).first()
    return grant.subject, token


def name(client, session, platform, subject, account="user-1"):
    return client.put(
        f"{LINKS}/{subject}/partner-account",
        json={"partner_account": account},
        headers=own(session, platform),
    )


def slug(response) -> str:
    return response.json["type"].removeprefix("/problems/")


def kinds(client, session, platform, subject) -> list[tuple[str, str]]:
    history = client.get(
        f"{LINKS}/{subject}/history", headers=own(session, platform)
    ).json
    return [(line["kind"], line["side"]) for line in history["items"]]


def test_a_platform_lists_its_links_and_no_other_s(client, session, platform):
    subject, _ = linked(client, session, platform)
    other = make_platform(session, scopes=SCOPES)
    tokens_for(client, other)

    listed = client.get(LINKS, headers=own(session, platform)).json

    assert [item["subject"] for item in listed["items"]] == [subject]
    assert listed["items"][0]["partner_account_named"] is False
    assert set(listed["items"][0]) == {
        "subject",
        "linked_at",
        "partner_account_named",
    }


def test_one_link_says_what_may_be_done(client, session, platform):
    subject, _ = linked(client, session, platform)

    read = client.get(f"{LINKS}/{subject}", headers=own(session, platform))

    assert read.status_code == 200
    assert read.json["scopes"] == ["orders:write", "profile:read"]


def test_a_person_s_token_does_not_manage_links(client, session, platform):
    """The platform does it with its own token, which no browser holds."""
    subject, token = linked(client, session, platform)

    response = client.delete(f"{LINKS}/{subject}", headers=authorization(token))

    assert (response.status_code, slug(response)) == (403, "scope-missing")


def test_the_platform_unlinks_and_her_tokens_die(client, session, platform):
    subject, token = linked(client, session, platform)
    assert userinfo(client, token).status_code == 200

    ended = client.delete(f"{LINKS}/{subject}", headers=own(session, platform))
    again = client.delete(f"{LINKS}/{subject}", headers=own(session, platform))

    assert ended.status_code == 204
    assert (again.status_code, slug(again)) == (404, "linked-account-not-found")
    assert userinfo(client, token).status_code == 401
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "account.unlinked")
    ).one()
    assert event.data["side"] == "platform"
    assert event.audience == [platform.organisation.id]
    grant = session.scalars(select(Grant)).one()
    session.refresh(grant)
    assert grant.revoked_by == "platform"
    audit = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "account_link.ended")
    ).one()
    assert audit.actor == f"client:{platform.client.client_id}"


def test_the_platform_ends_all_its_programs(client, session, platform):
    native = make_platform(
        session, "none", organisation=platform.organisation, scopes=["profile:read"]
    )
    subject, token = linked(client, session, platform)
    other = tokens_for(client, native, scope="profile:read")["access_token"]

    client.delete(f"{LINKS}/{subject}", headers=own(session, platform))

    assert userinfo(client, token).status_code == 401
    assert userinfo(client, other).status_code == 401
    assert session.scalars(select(AccountLink.ended_by)).all() == ["platform"]


def test_the_history_goes_on_over_unlinking_and_linking_again(
    client, session, platform
):
    subject, _ = linked(client, session, platform)
    name(client, session, platform, subject)
    client.delete(f"{LINKS}/{subject}", headers=own(session, platform))
    tokens_for(client, platform)

    assert kinds(client, session, platform, subject) == [
        ("linked", "participant"),
        ("unlinked", "platform"),
        ("account_named", "platform"),
        ("linked", "participant"),
    ]


def test_the_history_is_paged(client, session, platform):
    subject, _ = linked(client, session, platform)
    name(client, session, platform, subject)
    headers = own(session, platform)

    first = client.get(f"{LINKS}/{subject}/history?limit=1", headers=headers).json
    rest = client.get(
        f"{LINKS}/{subject}/history?limit=1&cursor={first['next_cursor']}",
        headers=headers,
    ).json

    assert [line["kind"] for line in first["items"]] == ["account_named"]
    assert [line["kind"] for line in rest["items"]] == ["linked"]
    assert rest["next_cursor"] is None
    assert rest["items"][0]["client_id"] == platform.client.client_id
    assert rest["items"][0]["scopes"] == ["orders:write", "profile:read"]


def test_the_history_is_only_ever_added_to(client, session, platform):
    linked(client, session, platform)
    change = session.scalars(select(LinkChange)).one()
    change.kind = "unlinked"

    with pytest.raises(Exception, match="append-only"), session.begin_nested():
        session.flush()
    session.expire_all()


def test_an_account_there_is_named_once_and_again_the_same(client, session, platform):
    subject, _ = linked(client, session, platform)

    named = name(client, session, platform, subject)
    again = name(client, session, platform, subject)

    assert (named.status_code, again.status_code) == (200, 200)
    assert named.json == again.json
    assert named.json["partner_account_named"] is True
    history = kinds(client, session, platform, subject)
    assert history == [("account_named", "platform"), ("linked", "participant")]
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "account.named")
    ).one()
    assert event.data["subject"] == subject
    assert event.data["swapped"] is False


def test_a_second_account_for_one_participant_is_a_conflict(client, session, platform):
    subject, _ = linked(client, session, platform)
    name(client, session, platform, subject)

    refused = name(client, session, platform, subject, "user-2")

    assert (refused.status_code, slug(refused)) == (409, "linked-with-other-account")
    assert name(client, session, platform, subject).status_code == 200


def test_a_second_participant_for_one_account_is_a_conflict(client, session, platform):
    first, _ = linked(client, session, platform)
    name(client, session, platform, first)
    second, _ = linked(client, session, platform)

    refused = name(client, session, platform, second)

    assert (refused.status_code, slug(refused)) == (409, "partner-account-taken")
    assert first not in refused.text
    listed = client.get(LINKS, headers=own(session, platform)).json["items"]
    assert {item["subject"]: item["partner_account_named"] for item in listed} == {
        first: True,
        second: False,
    }


def test_another_platform_may_have_the_same_id(client, session, platform):
    subject, _ = linked(client, session, platform)
    name(client, session, platform, subject)
    other = make_platform(session, scopes=SCOPES)
    elsewhere, _ = linked(client, session, other)

    assert name(client, session, other, elsewhere).status_code == 200


def test_unlinking_frees_both_and_a_swap_is_on_the_record(client, session, platform):
    """Swapping accounts is how completions are sold: it takes an unlink, and shows."""
    first, _ = linked(client, session, platform)
    name(client, session, platform, first)
    client.delete(f"{LINKS}/{first}", headers=own(session, platform))
    second, _ = linked(client, session, platform)

    renamed = name(client, session, platform, second)

    assert renamed.status_code == 200
    history = client.get(
        f"{LINKS}/{second}/history", headers=own(session, platform)
    ).json["items"]
    assert history[0]["kind"] == "account_named"
    assert history[0]["swapped"] is True


def test_the_account_is_kept_as_a_blind_index(client, session, platform):
    """PD-02: whatever the platform calls her may be personal."""
    subject, _ = linked(client, session, platform)

    name(client, session, platform, subject, "ani@mail.example")

    rows = session.connection().exec_driver_sql("SELECT l::text FROM account_links l")
    dump = " ".join(row[0] for row in rows)
    assert "ani@mail.example" not in dump
    assert b"ani@mail.example".hex() not in dump


@pytest.mark.parametrize("account", ["", "x" * 201, "a\nb", "a\0b", None, 7])
def test_an_unusable_account_is_refused(client, session, platform, account):
    subject, _ = linked(client, session, platform)

    response = name(client, session, platform, subject, account)

    assert response.status_code in (400, 422)
    assert session.scalars(select(AccountLink.partner_account_index)).all() == [None]


def test_equal_e_mails_link_nothing(client, session, platform):
    """A platform that knows her address links nobody: only she does, signed in."""
    email = "ani.sama@mail.example"
    subject, _ = linked(client, session, platform)
    sign_in(client, session, email=email)

    named = name(client, session, platform, subject, email)

    assert named.status_code == 200
    listed = client.get(LINKS, headers=own(session, platform)).json["items"]
    assert [item["subject"] for item in listed] == [subject]
    assert len(session.scalars(select(AccountLink)).all()) == 1
    assert "Platforms that you can link" in _english(client)


def _english(client) -> str:
    with client.session_transaction() as browser:
        browser["locale"] = "en"
    return client.get("/links").text


def test_another_organisation_s_subject_is_unknown(client, session, platform):
    """SC-02: her subject elsewhere opens nothing here."""
    subject, token = linked(client, session, platform)
    other = make_platform(session, scopes=SCOPES)

    answers = [
        client.open(
            f"{LINKS}/{subject}{path}", method=method, headers=headers, json=body
        )
        for method, path, body in (
            ("GET", "", None),
            ("GET", "/history", None),
            ("DELETE", "", None),
            ("PUT", "/partner-account", {"partner_account": "x"}),
        )
        for headers in (own(session, other),)
    ]

    assert {slug(answer) for answer in answers} == {"linked-account-not-found"}
    assert userinfo(client, token).status_code == 200
