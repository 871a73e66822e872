"""What learners ask for has a deadline: it is shown, reminded of, escalated, and
decided by a person alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.audit.models import AuditEntry
from core.clock import LAST_SECOND
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.asking.services import watch
from marketplace.transfers.asking.tasks import run_everything
from marketplace.transfers.asking.words import open_words, seal_next
from marketplace.transfers.models import TransferState
from marketplace.transfers.rulebook import rulebook
from partners.staff import Role
from tests.factories.mail import kinds_of_letters, letters
from tests.marketplace.orders.conftest import slug_of
from tests.marketplace.transfers.conftest import (
    ZONE,
    Application,
    ask,
    interrupt_far_along,
    make_class,
    move,
    replacements_of,
)
from tests.partners.browsing import browser_for
from tests.partners.standing.conftest import browser_of, desk

__all__ = ["browser_of", "desk"]

WHY = "Ibu saya sakit dan saya harus pulang ke Kupang."
STEPS = (watch.close_moot, watch.tell_of_new, watch.remind, watch.escalate)


@pytest.fixture
def far(session, shop, bought):
    make_class(session, shop.platform, price=300_000)
    return interrupt_far_along(session, shop, bought)


@pytest.fixture
def request_(session, far, at):
    return ask(session, far, words=WHY, at=at)


def watch_at(session, moment):
    """What each step did."""
    return [step(session, at=moment) for step in STEPS]


def test_it_is_due_at_the_end_of_a_working_day_and_reminded_of_the_one_before(at):
    rules = rulebook()
    # Friday, 2 January 2026; 16 January is a day off.
    friday = at.astimezone(ZONE).replace(year=2026, month=1, day=9, hour=20)

    due = rules.due_at(friday, zone=ZONE).astimezone(ZONE)

    assert f"{due:%Y-%m-%d %H:%M:%S}" == "2026-01-19 23:59:59"
    before = friday.replace(day=14)
    assert rules.reminds_until(before, zone=ZONE) < due
    assert rules.reminds_until(before.replace(day=15), zone=ZONE) == due


def test_those_who_decide_are_told_reminded_and_overtaken_once_each(
    session, shop, desk, far, request_, at
):
    desk.hire(Role.TREASURY)
    desk.hire(Role.PROGRAMME)
    day = timedelta(days=1)
    [(_, _, receipt)] = letters(session, "refund-asked")
    assert f"/me/transfers/{far.id}" in receipt

    told = watch_at(session, at)
    quiet = watch_at(session, request_.due_at - 4 * day)
    nearly = watch_at(session, request_.due_at - LAST_SECOND)
    on_time = watch_at(session, request_.due_at)
    late = watch_at(session, request_.due_at + LAST_SECOND)
    later = watch_at(session, request_.due_at + day)

    assert (told, quiet, nearly) == ([0, 1, 0, 0], [0] * 4, [0, 0, 1, 0])
    assert (on_time, late, later) == ([0] * 4, [0, 0, 0, 1], [0] * 4)
    written = [k for k in kinds_of_letters(session) if k.startswith("refund")]
    assert written == [
        "refund-asked",
        "refund-requests-arrived",
        "refund-requests-due",
        "refund-requests-overdue",
        "refund-late",
    ]
    [(_, _, arrived)] = letters(session, "refund-requests-arrived")
    assert "/operator/refund-requests" in arrived
    assert WHY not in arrived
    # Nothing was decided by the clock.
    session.expire_all()
    assert (far.state, request_.answer) == (TransferState.OPEN, None)
    assert shop.balance() == 3_150_000


def test_where_nobody_may_decide_whoever_appoints_people_is_told(
    session, desk, request_, at
):
    desk.hire(Role.OWNER)

    watch_at(session, at)
    watch_at(session, request_.due_at + LAST_SECOND)

    told = letters(session, "refund-requests-nobody-decides")
    assert len(told) == 2
    assert f"/partner/{desk.operator.code}/staff" in told[0][2]


def test_one_letter_tells_of_all_that_came_within_the_hour(
    session, desk, far, request_, at
):
    """And who appoints people reads that a second request needs a second person."""
    desk.hire(Role.TREASURY)
    desk.hire(Role.OWNER)
    apart = rulebook().letters_apart
    watch_at(session, at)
    answered = {"answer": "refused", "decision": "Kelas berlanjut."}
    answered |= {"decided_at": at, "decided_by": desk.hire().id}
    session.execute(update(RefundRequest).values(told_at=at, **answered))
    session.expire_all()
    again = ask(session, far, at=at + LAST_SECOND)

    too_soon = watch_at(session, at + apart - LAST_SECOND)
    now_ = watch_at(session, at + apart)

    assert (too_soon[1], now_[1]) == (0, 1)
    assert again.told_at == at + apart
    assert len(letters(session, "refund-requests-nobody-decides")) == 1


def test_nobody_is_bothered_with_what_need_not_be_decided_any_more(
    session, desk, far, request_, at
):
    desk.hire(Role.TREASURY)
    move(session, far, replacements_of(session, far)[0], gives_up_steps=True)

    done = watch_at(session, request_.due_at + LAST_SECOND)

    assert done == [1, 0, 0, 0]
    session.refresh(request_)
    assert request_.closed_at == request_.due_at + LAST_SECOND
    assert "refund-requests-arrived" not in kinds_of_letters(session)


def test_what_is_overdue_stands_first_and_says_so_to_her_too(
    app, client, session, shop, desk, browser_of, far, request_, at
):
    treasurer = desk.hire(Role.TREASURY)
    session.execute(update(RefundRequest).values(due_at=at - timedelta(days=900)))
    session.expire_all()
    shop.account.locale = "en"

    [shown] = treasurer.get("/v1/refund-requests").json["items"]
    mine = Application(client, session, shop.account).get().json["items"][0]
    queue = browser_of(treasurer.seat).get("/operator/refund-requests").text
    hers = browser_for(app, session, shop.account).get(f"/me/transfers/{far.id}").text

    assert shown["is_overdue"]
    assert mine["refund_requests"][0]["is_overdue"]
    assert "Overdue: 1" in queue
    assert "should have decided by" in hers
    assert WHY in hers
    assert "another one begins with the first session" in hers


def test_her_page_says_what_comes_next_before_and_after_she_asked(
    app, session, shop, far
):
    shop.account.locale = "en"
    browser = browser_for(app, session, shop.account)

    before = browser.get("/me").text
    asked = ask(session, far)
    after = browser.get("/me").text

    assert "or ask the programme for your balance" in before
    assert "or take your balance back" not in before
    day = f"{asked.due_at.astimezone(ZONE):%-d %B %Y}"
    assert f"The programme decides by {day}" in after


def test_pd_01_what_she_wrote_is_sealed_and_pd_03_each_reading_is_on_the_record(
    session, desk, far, request_
):
    treasurer, other = desk.hire(Role.TREASURY), desk.hire(Role.PROGRAMME)
    assert request_.words is None
    assert WHY.encode() not in request_.words_sealed
    path = f"/v1/refund-requests/{request_.id}"

    listed = treasurer.get("/v1/refund-requests")
    refused = other.get(path)
    opened = treasurer.get(path)
    missing = treasurer.get(f"/v1/refund-requests/{far.id}")

    assert WHY not in listed.text
    assert refused.status_code == 403
    assert opened.json["words"] == WHY
    assert slug_of(missing) == "refund-request-not-found"
    [read] = session.scalars(
        select(AuditEntry).filter_by(action="refund_request.read")
    ).all()
    assert (read.on_behalf_of, read.object_id) == (
        str(treasurer.id),
        str(far.id),
    )
    assert "Kupang" not in f"{read.after}{read.reason}"


def test_pd_01_words_from_before_are_readable_and_sealed_by_the_job(
    session, application_, far, request_
):
    request_.words, request_.words_sealed = WHY, None
    session.flush()
    in_clear = application_.get().json["items"][0]["refund_requests"][0]["words"]

    sealed = seal_next(session), seal_next(session)

    assert (in_clear, sealed) == (WHY, (1, 0))
    session.expire_all()
    assert request_.words is None
    assert open_words(session, request_) == WHY
    request_.words = "Sekali lagi dalam teks jelas."
    with pytest.raises(IntegrityError, match="words_once"):
        session.flush()


def test_the_job_does_all_of_it(session, desk, request_, at):
    desk.hire(Role.TREASURY)
    request_.words, request_.words_sealed = WHY, None
    session.flush()

    run_everything(lambda: request_.due_at + LAST_SECOND)

    session.expire_all()
    assert request_.words is None
    assert None not in (request_.told_at, request_.escalated_at)


@pytest.fixture
def application_(client, session, shop):
    return Application(client, session, shop.account)
