"""What a course teaches, on its public page and as somebody bought it."""

from marketplace.orders.models import Order
from tests.catalog.authoring.drafting import line, whole
from tests.factories import (
    make_course,
    make_offering,
    make_revision,
    make_schedule,
    make_voucher,
)
from tests.marketplace.web.test_public_courses import markup
from tests.schema_org import outside


def buy(session, story, course):
    """An order of the course as it is now."""
    schedule, offering = make_schedule(session, course), make_offering(session, course)
    voucher = make_voucher(session, offering, schedule, course, story.account)
    order = Order(
        participant_id=story.account.id,
        award_id=story.award.id,
        platform_id=offering.platform_id,
        platform_reference="kue-1",
        offering_id=offering.id,
        course_id=course.id,
        course_revision=course.revision,
        schedule_id=schedule.id,
        voucher_id=voucher.id,
        price=offering.price,
        commission_bps=offering.commission_bps,
        placed_at=voucher.issued_at,
    )
    session.add(order)
    session.flush()


def test_the_page_shows_in_the_readers_language_what_the_course_teaches(
    client, session
):
    course = make_course(session, code="roti")
    content = whole(list_price=350_000, minimum_age=18, equipment=[line("An oven")])
    make_revision(session, course, content=content)

    english = client.get("/courses/roti?lang=en")
    indonesian = client.get("/courses/roti?lang=id")

    assert "<h1>Baking bread at home</h1>" in english.text
    assert "<h1>Membuat roti di rumah</h1>" in indonesian.text
    for words in ("Kneading", "2 hours 10 minutes", "An oven", "From 18 years"):
        assert words in english.text
    assert "2 jam 10 menit" in indonesian.text
    assert "Bakeries look for people" not in english.text
    said = markup(english)
    assert outside(said) == []
    assert said["teaches"] == ["Weigh", "Knead", "Bake"]
    assert said["syllabusSections"][0]["timeRequired"] == "PT180M"
    assert (said["timeRequired"], said["typicalAgeRange"]) == ("PT900M", "18-")


def test_she_reads_what_she_bought_though_the_course_was_changed_and_taken_off_sale(
    person, session, story
):
    course = make_course(session)
    make_revision(session, course, content=whole(list_price=350_000))
    buy(session, story, course)
    make_revision(session, course, content=whole(outcomes=[line("Sell")]))
    course.status = "suspended"
    session.flush()

    page = person.get(f"/me/courses/{course.id}/bought")

    assert "Knead" in page.text
    assert "Sell" not in page.text
    assert "The course has been changed since." in page.text


def test_what_she_did_not_buy_is_not_there(person, session):
    assert (
        person.get(f"/me/courses/{make_course(session).id}/bought").status_code == 404
    )
