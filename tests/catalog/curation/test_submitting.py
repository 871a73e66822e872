"""What may be submitted for curation, what is compared with it, and taking it back."""

from catalog.courses import Category
from partners.conflicts import TieKind
from tests.factories import (
    make_course,
    make_organisation,
    make_register_tie,
)
from tests.partners.standing.deciding import slug_of


def test_a_submission_names_an_admitted_platform(town):
    begun = town.author.begin()

    nobody = town.author.submit(begun["id"], 1, platform_id=None)
    assessor = town.author.submit(begun["id"], 1, platform_id=str(town.assessors[0].id))

    assert (nobody.status_code, slug_of(nobody)) == (422, "course-platform-needed")
    assert (assessor.status_code, slug_of(assessor)) == (422, "course-platform-unfit")
    assert town.author.read(begun["id"]).json["state"] == "editing"


def test_a_platform_of_the_institutions_group_does_not_check_it(town, session):
    institution = town.author.institution
    make_register_tie(session, town.platform, TieKind.PARENT, other=institution.code)
    begun = town.author.begin()

    refused = town.author.submit(begun["id"], 1, platform_id=str(town.platform.id))

    assert (refused.status_code, slug_of(refused)) == (403, "reviewer-tied")
    assert town.author.read(begun["id"]).json["state"] == "editing"
    assert town.asked() == []


def test_what_is_taken_back_waits_for_nobody(town):
    course_id = town.submit()

    town.author.take_back(course_id)

    assert town.asked() == []
    assert town.where(course_id)["state"] == "withdrawn"


def test_what_is_being_judged_is_not_taken_back(town):
    course_id = town.submit()
    town.agree(town.platform.id)

    assert town.author.take_back(course_id).status_code == 409


def test_a_draft_that_is_edited_meanwhile_does_not_change_what_is_judged(town):
    course_id = town.submit()

    refused = town.author.edit(course_id, 1, level="advanced")

    assert refused.status_code == 409
    assert town.case(course_id)["content"]["level"] == "beginner"


def test_what_was_never_submitted_has_no_assessment(town):
    begun = town.author.begin()

    seen = town.author.get(f"/{begun['id']}/assessment")

    assert (seen.status_code, slug_of(seen)) == (404, "course-never-submitted")


def test_a_course_above_its_categorys_cap_is_not_complete(town, session):
    begun = town.author.begin()
    session.get_one(Category, "makanan-dan-minuman").price_cap = 300_000
    session.flush()

    refused = town.author.submit(begun["id"], 1)

    assert refused.status_code == 422
    assert refused.json["missing"] == [
        {
            "place": "/list_price",
            "code": "above-cap",
            "source": "operator, price cap of the category",
        }
    ]
    shown = town.author.read(begun["id"]).json["check"]["missing"][0]
    assert "300.000" in shown["message"]


def test_what_looks_like_it_is_shown_with_what_it_costs(town, session):
    same = make_course(
        session,
        town.author.institution,
        title="Membuat roti di rumah",
        summary="Dari menakar tepung sampai roti yang layak jual di pasar.",
        list_price=100_000,
    )
    make_course(session, make_organisation(session), title="Menjahit baju pesta")
    course_id = town.submit()

    case = town.case(course_id)

    assert [each["course_id"] for each in case["lookalikes"]] == [str(same.id)]
    assert case["lookalikes"][0]["percent"] == 100
    assert [(each["code"], each["amount"]["amount"]) for each in case["findings"]] == [
        ("cheaper-elsewhere", 100_000)
    ]
