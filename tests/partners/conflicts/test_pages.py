"""The pages of the register."""

from sqlalchemy import select

from partners.conflicts import OrganisationTie, TieKind, Waiver
from partners.conflicts.drawing import MOST, draw
from partners.conflicts.models import ReviewAssignment, StaffInterest, TieDispute
from partners.conflicts.own.pages import share_bps
from partners.staff import Role
from tests.factories import make_officer, make_organisation, make_register_tie
from tests.partners.conflicts.acting import SOON
from tests.partners.standing.test_pages import see, send

REGISTER = "/operator/conflicts"


def test_an_owner_declares_a_tie_and_the_list(session, browser_of, partner, owner):
    browser = browser_of(owner.seat)
    place = f"/partner/{partner.code}/ties"
    assert "No tie is declared yet." in see(browser, place)

    sent = send(
        browser,
        place,
        place,
        **{
            "tie-kind": "owner",
            "tie-is_person": "y",
            "tie-name": "Budi Santoso",
            "tie-birth_date": "1980-05-17",
            "tie-share": "12,5",
        },
    )
    assert sent.status_code == 303, sent.text
    declared = send(browser, f"{place}/declaration", place)

    assert declared.status_code == 303
    page = see(browser, place)
    assert "B••• S••••••" in page
    assert "Budi" not in page
    assert "12.5 %" in page
    assert "due again by" in page
    assert session.scalars(select(OrganisationTie.share_bps)).one() == 1_250


def test_what_cannot_be_recognised_is_said_on_the_page(
    session, browser_of, partner, owner
):
    browser = browser_of(owner.seat)
    place = f"/partner/{partner.code}/ties"

    for form in (
        {"tie-kind": "officer", "tie-name": "Budi Santoso"},
        {"tie-kind": "owner", "tie-name": "PT Induk", "tie-share": "130"},
        {"tie-kind": "domain", "tie-label": "gmail.com"},
        {"tie-kind": "nothing"},
        {"tie-kind": "officer", "tie-name": "a\0b"},
        {"tie-kind": "officer", "tie-birth_date": "yesterday"},
    ):
        assert send(browser, place, place, **form).status_code == 422, form
    assert session.scalars(select(OrganisationTie)).all() == []


def test_an_owner_disputes_and_the_operator_answers(
    session, browser_of, first, partner, owner
):
    tie = make_officer(session, partner, "Budi Santoso")
    at_home, at_work = browser_of(owner.seat), browser_of(first.seat)
    place = f"/partner/{partner.code}/ties"

    send(
        at_home,
        f"{place}/{tie.id}/dispute",
        place,
        **{"dispute-text": "He <left> in May."},
    )
    assert "has not answered yet" in see(at_home, place)
    assert partner.name in see(at_work, REGISTER)
    detail = f"{REGISTER}/{partner.code}"
    assert "He &lt;left&gt; in May." in see(at_work, detail)
    answered = send(
        at_work,
        f"{detail}/ties/{tie.id}/answer",
        detail,
        **{"answer-outcome": "accepted", "answer-text": "Indeed."},
    )

    assert answered.status_code == 303, answered.text
    assert session.scalars(select(TieDispute.outcome)).one() == "accepted"
    assert "The register knows no tie of it." in see(at_work, detail)


def test_a_group_is_drawn_and_said(session, browser_of, first, partner, platform):
    make_register_tie(
        session, partner, TieKind.OWNER, other=platform.code, share_bps=3_000
    )
    browser = browser_of(first.seat)

    page = see(browser, f"{REGISTER}/{partner.code}")

    assert "<svg" in page
    assert page.count("<circle") == 2
    assert page.count("<line") == 1
    assert "Pasar Pelatihan owns 30 % of Kursus Maju." in page
    assert "style=" not in page.split("<svg")[1].split("</svg>")[0]
    assert "2 organisations" in see(browser, REGISTER)


def test_the_operator_asks_about_two_codes(
    session, browser_of, first, partner, platform
):
    browser = browser_of(first.seat)
    question = f"{REGISTER}?one={partner.code}&other={platform.code}"
    assert "knows no tie between" in see(browser, question)

    make_register_tie(session, partner, TieKind.PARENT, other=platform.code)

    assert "Pasar Pelatihan controls Kursus Maju." in see(browser, question)
    unknown = f"{REGISTER}?one={partner.code}&other=nobody"
    assert "is no organisation" in see(browser, unknown)


def test_a_waiver_takes_two_people_on_the_pages(
    session, browser_of, first, second, partner, platform
):
    one, two = browser_of(first.seat), browser_of(second.seat)
    detail = f"{REGISTER}/{partner.code}"

    sent = send(
        one,
        f"{detail}/waivers",
        detail,
        **{
            "waiver_form-purpose": "sale",
            "waiver_form-other": platform.code,
            "waiver_form-ends_on": SOON,
            "waiver_form-reason": "Nobody else reaches the region.",
        },
    )
    assert sent.status_code == 303, sent.text
    waiver = session.scalars(select(Waiver)).one()
    assert "A colleague has to agree." in see(one, REGISTER)
    alone = send(one, f"{REGISTER}/waivers/{waiver.id}", REGISTER, wish="grant")
    granted = send(two, f"{REGISTER}/waivers/{waiver.id}", REGISTER, wish="grant")

    assert (alone.status_code, granted.status_code) == (403, 303)
    session.refresh(waiver)
    assert waiver.state == "in_force"
    assert "Nobody else reaches" in see(two, detail)


def test_a_tied_assessor_is_refused_on_the_page_with_the_reason(
    session, browser_of, first, partner, assessor
):
    make_register_tie(session, partner, TieKind.PARENT, other=assessor.code)
    browser = browser_of(first.seat)
    detail = f"{REGISTER}/{partner.code}"
    form = {
        "assignment-reviewer": assessor.code,
        "assignment-role": "assessor",
        "assignment-task": "onsite_verification",
    }

    refused = send(browser, f"{detail}/assignments", detail, **form)

    assert refused.status_code == 403
    assert "Universitas Uji controls Kursus Maju." in refused.text
    assert session.scalars(select(ReviewAssignment)).all() == []


def test_an_assessor_is_assigned_and_taken_back_on_the_page(
    session, browser_of, first, partner, assessor
):
    browser = browser_of(first.seat)
    detail = f"{REGISTER}/{partner.code}"
    form = {
        "assignment-reviewer": assessor.code,
        "assignment-role": "assessor",
        "assignment-task": "onsite_verification",
    }

    assert send(browser, f"{detail}/assignments", detail, **form).status_code == 303
    assert "Universitas Uji" in see(browser, detail)
    made = session.scalars(select(ReviewAssignment)).one()
    send(
        browser,
        f"{detail}/assignments/{made.id}",
        detail,
        **{"end-reason": "taken back"},
    )

    assert "Nobody is assigned." in see(browser, detail)


def test_staff_declares_an_interest_and_is_recognised(
    session, browser_of, first, partner
):
    browser = browser_of(first.seat)
    detail = f"{REGISTER}/{partner.code}"

    send(
        browser,
        f"{detail}/interest",
        detail,
        **{"interest-note": "My brother teaches there."},
    )
    known = send(browser, f"{REGISTER}/identity", REGISTER, birth_date="1980-05-17")

    assert session.scalars(select(StaffInterest)).one().account_id == first.id
    assert known.status_code == 303
    entering = send(
        browser,
        f"{detail}/ties",
        detail,
        **{
            "tie-kind": "domain",
            "tie-label": "kursus.co.id",
            "tie-note": "Its web site.",
        },
    )
    assert entering.status_code == 403
    assert "You have declared an interest in Kursus Maju." in entering.text


def test_the_pages_are_for_those_who_may(session, browser_of, desk, partner, owner):
    support = browser_of(desk.hire(Role.SUPPORT).seat)
    reader = browser_of(desk.hire(Role.READ_ONLY, at=partner).seat)

    see(support, REGISTER, status=403)
    see(browser_of(owner.seat), REGISTER, status=404)
    see(reader, f"/partner/{partner.code}/ties", status=403)


def test_an_organisation_that_does_not_exist_has_no_page(browser_of, first):
    see(browser_of(first.seat), f"{REGISTER}/nobody", status=404)


def test_a_group_of_more_than_a_dozen_is_a_list(session):
    many = [(make_organisation(session).id, f"Mitra {n}") for n in range(MOST + 1)]

    assert draw(many, []) is None
    assert draw(many[:1], []) is None
    assert len(draw(many[:MOST], [(many[0][0], many[1][0])]).dots) == MOST


def test_a_share_is_typed_in_percent():
    assert share_bps("30") == 3_000
    assert share_bps("12,5 %") == 1_250
    assert share_bps("0.25") == 25
    assert share_bps("100") == 10_000
    for wrong in ("", "101", "a", "-1", "1e2", "٣٠"):
        assert share_bps(wrong) is None
