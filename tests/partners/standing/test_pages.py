"""The pages about sanctions, as people at the operator and at a partner use them."""

from sqlalchemy import select

from partners.organisations import Standing
from partners.staff import Role
from partners.standing import Sanction
from partners.standing.models import SanctionReply
from tests.factories import make_organisation, make_sanction
from tests.partners.standing.deciding import decide

REASON = "Three courses were sold above their list price."


def see(browser, path, status=200):
    page = browser.get(path)
    assert page.status_code == status, page.text
    return page.text


def send(browser, path, page_of, **form):
    """Send a form of the page at `page_of` to `path`."""
    page = see(browser, page_of)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    return browser.post(path, data=form | {"csrf_token": token})


def fill_in(partner, **changes):
    return {
        "organisation": partner.code,
        "severity": "suspended",
        "scope": "organisation",
        "kind": "",
        "reason_code": "price_above_list",
        "reason": REASON,
    } | changes


def test_two_people_suspend_a_partner_on_the_pages(
    session, browser_of, first, second, partner
):
    one, two = browser_of(first.seat), browser_of(second.seat)

    sent = send(
        one,
        "/operator/sanctions/new",
        f"/operator/sanctions/new?organisation={partner.code}",
        **fill_in(partner, evidence="Case 1\n\nCase 2"),
    )
    assert sent.status_code == 303, sent.text
    place = sent.location
    assert "A colleague has to agree" in see(one, place)
    assert partner.name in see(two, "/operator/sanctions?state=proposed")
    agreed = send(two, f"{place}/decision", place, agrees="yes")

    assert agreed.status_code == 303, agreed.text
    session.refresh(partner)
    assert partner.standing == Standing.SUSPENDED
    assert session.scalars(select(Sanction.evidence)).one() == ["Case 1", "Case 2"]


def test_the_first_person_is_told_why_she_cannot_decide_alone(
    session, browser_of, first, partner
):
    browser = browser_of(first.seat)
    sent = send(
        browser,
        "/operator/sanctions/new",
        "/operator/sanctions/new",
        **fill_in(partner),
    )

    refused = send(browser, f"{sent.location}/decision", sent.location, agrees="yes")

    assert refused.status_code == 403
    assert "A second person decides this" in refused.text
    session.refresh(partner)
    assert partner.standing == Standing.APPROVED


def test_what_was_typed_stays_when_the_form_is_refused(
    session, browser_of, first, partner
):
    browser = browser_of(first.seat)

    for changes, status in (
        ({"organisation": "nobody"}, 404),
        ({"scope": "sales"}, 422),
        ({"reason": ""}, 422),
        ({"starts_on": "1999-01-01"}, 422),
        ({"scope": "courses", "course_ids": "no ids"}, 422),
        ({"reason": "a\0b"}, 422),
    ):
        form = fill_in(partner, **changes)
        page = send(
            browser, "/operator/sanctions/new", "/operator/sanctions/new", **form
        )
        assert page.status_code == status, changes
        assert form["organisation"] in page.text
    assert session.scalars(select(Sanction)).all() == []


def test_the_owner_reads_why_replies_and_reads_the_answer(
    session, browser_of, first, second, partner, owner
):
    sanction = decide(first, second, partner, "suspended")
    at_home, at_work = browser_of(owner.seat), browser_of(first.seat)
    place = f"/partner/{partner.code}/standing"
    detail = f"/operator/sanctions/{sanction['id']}"

    shown = see(at_home, place)
    assert REASON in shown
    assert "You reply once" in shown
    sent = send(
        at_home, f"{place}/{sanction['id']}/reply", place, text="See <the> annex."
    )
    assert sent.status_code == 303, sent.text
    assert "A reply waits" in see(at_work, "/operator/sanctions")
    assert "See &lt;the&gt; annex." in see(at_work, detail)
    answered = send(
        at_work,
        f"{detail}/answer",
        detail,
        **{"answer-outcome": "upheld", "answer-text": "The lists confirm it."},
    )

    assert answered.status_code == 303, answered.text
    again = see(at_home, place)
    assert "The lists confirm it." in again
    assert "You reply once" not in again


def test_an_empty_reply_is_not_filed(session, browser_of, partner, owner):
    sanction = make_sanction(session, partner)
    browser = browser_of(owner.seat)
    place = f"/partner/{partner.code}/standing"

    refused = send(browser, f"{place}/{sanction.id}/reply", place, text="")

    assert refused.status_code == 422
    assert session.scalars(select(SanctionReply)).all() == []


def test_lifting_goes_over_the_pages_too(session, browser_of, first, second, partner):
    sanction = decide(first, second, partner, "suspended")
    one, two = browser_of(first.seat), browser_of(second.seat)
    place = f"/operator/sanctions/{sanction['id']}"

    proposed = send(
        one,
        f"{place}/changes",
        place,
        **{"change-act": "lift", "change-reason": "Mended."},
    )
    assert proposed.status_code == 303, proposed.text
    page = see(two, place)
    action = page.split(f'action="{place}/changes/')[1].split('"')[0]
    made = send(two, f"{place}/changes/{action}", place, agrees="yes")

    assert made.status_code == 303, made.text
    session.refresh(partner)
    assert partner.standing == Standing.APPROVED
    assert "Mended." in see(two, place)


def test_an_organisation_without_sanctions_reads_so(browser_of, partner, owner):
    shown = see(browser_of(owner.seat), f"/partner/{partner.code}/standing")

    assert "No sanction has ever been decided" in shown


def test_an_empty_list_says_so(browser_of, first):
    assert "There is none here." in see(browser_of(first.seat), "/operator/sanctions")


def test_other_roles_and_other_people_see_no_such_page(
    session, browser_of, desk, partner, owner
):
    sanction = make_sanction(session, partner)
    auditor = browser_of(desk.hire(Role.AUDITOR).seat)
    stranger = browser_of(desk.hire(Role.OWNER, at=make_organisation(session)).seat)

    see(auditor, "/operator/sanctions", status=403)
    see(browser_of(owner.seat), f"/operator/sanctions/{sanction.id}", status=404)
    see(stranger, f"/partner/{partner.code}/standing", status=404)


def test_every_page_is_there_in_indonesian_too(session, browser_of, desk, partner):
    sanction = make_sanction(session, partner)
    browser = browser_of(desk.hire(locale="id").seat)

    for path in ("", "/new", f"/{sanction.id}"):
        page = browser.get(f"/operator/sanctions{path}")
        assert page.status_code == 200
        assert '<html lang="id">' in page.text
        assert "Sanction" not in page.text
