"""The pages on which institutions propose courses and platforms answer."""

from datetime import timedelta

import pytest

from catalog.courses import Offering
from catalog.offerings.models import Proposal
from core.clock import now
from partners.conflicts import TieKind
from partners.staff import Role
from tests.catalog.offerings.dealing import Proposer, Seller
from tests.factories import make_organisation, make_seat
from tests.factories.conflicts import make_register_tie
from tests.partners.browsing import submit
from tests.partners.conftest import browser_of as signed_in

__all__ = ["signed_in"]

TERMS = {"price": "350.000", "commission": "12,5", "note": "Untuk angkatan baru."}


@pytest.fixture
def proposer(client, session):
    return Proposer(client, session)


@pytest.fixture
def seller(client, session):
    return Seller(client, session)


@pytest.fixture
def browser(session, signed_in):
    def sign_in(organisation):
        page = signed_in(make_seat(session, organisation, Role.CATALOGUE))
        session.flush()
        return page

    return sign_in


@pytest.fixture
def own(proposer):
    code = proposer.institution.code
    return f"/partner/{code}/courses/{proposer.course.id}/offerings"


@pytest.fixture
def inbox(seller):
    return f"/partner/{seller.platform.code}/proposals"


def only(session, model):
    session.expire_all()
    [found] = session.query(model).all()
    return found


def test_an_institution_sees_what_it_gets_before_it_proposes(
    proposer, seller, browser, own, session
):
    page = browser(proposer.institution)
    terms = TERMS | {"platform": seller.platform.code}

    empty = page.get(own)
    computed = submit(page, own, **terms, act="compute")
    before = session.query(Proposal).count()
    unread = submit(page, own, **terms | {"commission": "banyak"})
    proposed = submit(page, own, **terms)
    again = submit(page, own, **terms)

    assert "Belum ada platform yang menawarkan" in empty.text
    assert "306.250" in computed.text
    assert before == 0
    assert unread.status_code == 422
    assert (proposed.status_code, again.status_code) == (303, 409)
    assert "Usulan lain masih menunggu" in again.text
    found = only(session, Proposal)
    assert (found.price, found.commission_bps) == (350_000, 1_250)


def test_a_platform_reads_declines_with_a_reason_and_accepts(
    proposer, seller, browser, own, inbox, session
):
    page, desk = browser(proposer.institution), browser(seller.platform)
    assert "Tidak ada usulan yang menunggu" in desk.get(inbox).text
    terms = TERMS | {"platform": seller.platform.code}
    submit(page, own, **terms)
    first = only(session, Proposal)

    shown = desk.get(f"{inbox}/{first.id}")
    wordless = submit(desk, f"{inbox}/{first.id}/refusal", reason=" x ")
    declined = submit(desk, f"{inbox}/{first.id}/refusal", reason="Sudah ada tiga.")
    late = submit(desk, f"{inbox}/{first.id}/acceptance")

    assert "tidak mengenal keterkaitan" in shown.text
    assert (wordless.status_code, declined.status_code) == (422, 303)
    assert late.status_code == 409
    assert "Statusnya Ditolak." in late.text
    assert "Sudah ada tiga." in page.get(own).text
    submit(page, own, **terms | {"price": "300000"})
    second = session.query(Proposal).order_by(Proposal.id.desc()).first()
    assert submit(desk, f"{inbox}/{second.id}/acceptance").status_code == 303
    assert only(session, Offering).price == 300_000


def test_a_tie_that_stands_in_the_way_is_shown_and_refused(
    proposer, seller, browser, own, inbox, session
):
    page, desk = browser(proposer.institution), browser(seller.platform)
    submit(page, own, **TERMS | {"platform": seller.platform.code})
    proposal = only(session, Proposal)
    make_register_tie(
        session,
        proposer.institution,
        TieKind.PARENT,
        other=seller.platform.code,
    )

    shown = desk.get(f"{inbox}/{proposal.id}")
    refused = submit(desk, f"{inbox}/{proposal.id}/acceptance")

    assert "Benturan kepentingan" in shown.text
    assert seller.platform.name in shown.text
    assert refused.status_code == 403
    assert session.query(Offering).count() == 0


def test_either_side_gives_notice_on_its_page(
    proposer, seller, browser, own, inbox, session
):
    page, desk = browser(proposer.institution), browser(seller.platform)
    submit(page, own, **TERMS | {"platform": seller.platform.code})
    submit(desk, f"{inbox}/{only(session, Proposal).id}/acceptance")
    offering = only(session, Offering)
    theirs = f"{inbox.rsplit('/', 1)[0]}/listed-courses/{offering.id}"
    soon = (now() + timedelta(days=2)).date().isoformat()

    early = submit(
        page, f"{own}/{offering.id}/notice", reason="Tidak lagi.", leaves_on=soon
    )
    given = submit(page, f"{own}/{offering.id}/notice", reason="Tidak lagi diajarkan.")
    seen = desk.get(theirs)
    sooner = submit(desk, f"{theirs}/notice", reason="Kami juga.", leaves_on="kemarin")

    assert (early.status_code, given.status_code) == (409, 303)
    assert "Tidak lagi diajarkan." in seen.text
    assert sooner.status_code == 422
    assert only(session, Offering).leaving_by == "institution"


def test_a_proposal_is_taken_back_and_others_find_none(
    proposer, seller, browser, own, inbox, session
):
    page = browser(proposer.institution)
    submit(page, own, **TERMS | {"platform": seller.platform.code})
    proposal = only(session, Proposal)
    other = make_organisation(session)
    stranger = browser(other)
    foreign = f"/partner/{other.code}/courses/{proposer.course.id}"

    assert stranger.get(f"{foreign}/offerings").status_code == 404
    withdrawal = f"proposals/{proposal.id}/withdrawal"
    assert submit(stranger, f"{foreign}/{withdrawal}").status_code == 404
    assert page.get(f"{inbox}/{proposal.id}").status_code == 404
    base = own.rsplit("/", 1)[0]
    assert submit(page, f"{base}/{withdrawal}").status_code == 303
    assert only(session, Proposal).state == "withdrawn"
