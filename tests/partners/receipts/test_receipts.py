"""What she allowed, as she read it (UU PDP, articles 20 to 24; PD-05)."""

import hashlib
import io
import json

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from core.ids import new_id
from partners.oauth import Grant, consent, scopes
from partners.oauth.details.types import TYPES
from partners.receipts import ConsentReceipt
from tests.partners.oauth.flow import (
    hidden_fields,
    make_platform,
    sign_in,
    tokens_for,
)

# The words of the version that consent.VERSION names. Whoever changes a word that she
# reads gives the version a new name, and this a new value.
WORDS_OF_THE_VERSION = "5d995c8938883be8"


@pytest.fixture
def platform(session):
    return make_platform(session)


def receipts(session) -> list[ConsentReceipt]:
    return list(session.scalars(select(ConsentReceipt).order_by(ConsentReceipt.id)))


def as_json(client, receipt) -> dict:
    return client.get(f"/links/receipts/{receipt.id}/json").json


def unlink(client, session):
    grant = session.scalars(select(Grant)).one()
    form = {"csrf_token": hidden_fields(client.get("/links"))["csrf_token"]}
    client.post(f"/links/{grant.id}/unlink", data=form)


def test_the_version_stands_for_the_words():
    words = {
        "consent": [
            (name, text.en, text.id)
            for name, text in sorted(vars(consent).items())
            if hasattr(text, "en")
        ],
        "scopes": [(name, t.en, t.id) for name, t in scopes.CONSENT.items()],
        "money": (scopes.MONEY_WARNING.en, scopes.MONEY_WARNING.id),
        "acts": [(t.name, t.warning.en, t.warning.id) for t in TYPES.values()],
    }
    digest = hashlib.sha256(json.dumps(words).encode()).hexdigest()[:16]

    assert (consent.VERSION, digest) == ("2026-11.1", WORDS_OF_THE_VERSION)


def test_a_receipt_holds_what_she_read_in_her_language(client, session, platform):
    account = sign_in(client, session, locale="id")
    tokens_for(client, platform)

    (receipt,) = receipts(session)

    assert receipt.account_id == account.id
    assert receipt.kind == "linked"
    assert receipt.language == "id"
    assert receipt.text_version == consent.VERSION
    assert receipt.text.startswith("Pintar Belajar ingin ditautkan")
    assert [name for name, _ in receipt.purposes] == ["profile:read", "orders:write"]


def test_widening_has_a_receipt_of_its_own(client, session, platform):
    sign_in(client, session)
    tokens_for(client, platform, scope="profile:read")
    tokens_for(client, platform, scope="balance:read")

    assert [receipt.kind for receipt in receipts(session)] == ["linked", "widened"]


def test_the_file_for_programs_has_a_stable_shape(client, session, platform):
    sign_in(client, session)
    tokens_for(client, platform)
    (receipt,) = receipts(session)

    response = client.get(f"/links/receipts/{receipt.id}/json")

    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="consent-receipt-{receipt.id}.json"'
    )
    document = response.json
    assert list(document) == [
        "schema",
        "receipt_id",
        "kind",
        "controller",
        "recipient",
        "program",
        "subject",
        "given_at",
        "withdrawn_at",
        "withdrawn_by",
        "language",
        "text_version",
        "text",
        "purposes",
        "facts",
        "authorization_details",
        "legal_basis",
        "withdrawal",
    ]
    assert document["schema"] == "consent-receipt/1"
    assert document["recipient"] == "Pintar Belajar"
    assert document["withdrawn_at"] is None
    assert "27/2022" in document["legal_basis"]
    for purpose in document["purposes"]:
        assert purpose["text"] in document["text"]


def test_after_unlinking_it_is_still_hers_and_says_so(client, session, platform):
    sign_in(client, session)
    tokens_for(client, platform)
    (receipt,) = receipts(session)
    before = as_json(client, receipt)

    unlink(client, session)

    after = as_json(client, receipt)
    assert after["withdrawn_by"] == "participant"
    assert after["withdrawn_at"] is not None
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"withdrawn_at", "withdrawn_by"}
    assert str(receipt.id) in client.get("/links/receipts").text


def test_a_receipt_never_changes(client, session, platform):
    """Not with the platform's name, and not by a statement."""
    sign_in(client, session)
    tokens_for(client, platform)
    (receipt,) = receipts(session)
    platform.organisation.name = "Nama Baru"
    session.flush()

    assert as_json(client, receipt)["recipient"] == "Pintar Belajar"
    receipt.text = "something else"
    with pytest.raises(Exception, match="append-only"), session.begin_nested():
        session.flush()
    session.expire_all()


def test_it_can_be_printed(client, session, platform):
    sign_in(client, session)
    tokens_for(client, platform)
    (receipt,) = receipts(session)

    response = client.get(f"/links/receipts/{receipt.id}/pdf")
    again = client.get(f"/links/receipts/{receipt.id}/pdf")

    assert response.content_type == "application/pdf"
    assert response.data == again.data
    text = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages
    )
    flat = " ".join(text.split())
    for words in ("Pintar Belajar", "27/2022", str(receipt.id), receipt.subject):
        assert words in flat
    for line in receipt.text.split("\n"):
        assert line in flat


def test_it_can_be_read_on_a_page(client, session, platform):
    sign_in(client, session, locale="id")
    tokens_for(client, platform)
    (receipt,) = receipts(session)

    page = client.get(f"/links/receipts/{receipt.id}").text

    assert "Bukti persetujuan" in page
    assert "Membeli pelatihan untuk Anda" in page


def test_another_s_receipt_looks_like_none(client, session, platform):
    """SC-02."""
    sign_in(client, session)
    tokens_for(client, platform)
    (receipt,) = receipts(session)
    sign_in(client, session)

    answers = [
        client.get(f"/links/receipts/{one}{form}")
        for one in (receipt.id, new_id())
        for form in ("", "/json", "/pdf")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert "Pintar Belajar" not in "".join(answer.text for answer in answers)


def test_no_receipts_is_said(client, session):
    sign_in(client, session, locale="id")

    assert "belum mengizinkan apa pun" in client.get("/links/receipts").text


def test_receipts_are_paged(client, session):
    sign_in(client, session)
    native = make_platform(session, "none")
    for _ in range(21):
        tokens_for(client, native, scope="profile:read")

    first = client.get("/links/receipts").text
    cursor = first.partition("/links/receipts?cursor=")[2].partition('"')[0]
    second = client.get(f"/links/receipts?cursor={cursor}").text

    assert cursor
    assert first.count('class="row"') == 20
    assert second.count('class="row"') == 1
    assert client.get("/links/receipts?cursor=nonsense").status_code == 422
