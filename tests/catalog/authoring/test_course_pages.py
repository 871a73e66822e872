"""The pages on which an institution's people write their courses."""

import html
import re
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date

from catalog.authoring import Draft
from catalog.authoring.models import DraftState
from catalog.taxonomies.services.load import load_taxonomies
from core.clock import now
from partners.organisations import Kind
from partners.staff import Role
from tests.catalog.authoring.drafting import Author, whole
from tests.catalog.taxonomies.edition import EDITION, SEW
from tests.factories import make_category, make_organisation, make_seat, make_trainer
from tests.partners.browsing import submit
from tests.partners.conftest import browser_of as signed_in

JAKARTA = ZoneInfo("Asia/Jakarta")
__all__ = ["signed_in"]


@pytest.fixture
def author(client, session):
    make_category(session, code="makanan-dan-minuman")
    return Author(client, session)


@pytest.fixture
def browser_of(session, signed_in):
    def sign_in(organisation, *roles):
        browser = signed_in(make_seat(session, organisation, *roles))
        session.flush()
        return browser

    return sign_in


@pytest.fixture
def page(author, browser_of):
    return browser_of(author.institution, Role.CATALOGUE)


@pytest.fixture
def base(author):
    return f"/partner/{author.institution.code}/courses"


def carried(answer, name="base"):
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found is not None, answer.text
    return html.unescape(found.group(1))


def draft(session, course_id):
    session.expire_all()
    return session.get(Draft, course_id)


TEXTS = {
    "title/id": "Membuat roti di rumah",
    "title/en": "Baking bread at home",
    "category": "makanan-dan-minuman",
}


def test_a_course_is_begun_with_its_title_and_the_empty_list_says_how(
    page, base, session
):
    empty = page.get(base)
    refused = submit(page, base, title=" ")
    begun = submit(page, base, title="Roti")
    listed = page.get(base)

    assert "Anda belum memiliki pelatihan" in empty.text
    assert refused.status_code == 422
    assert begun.status_code == 303
    assert begun.headers["Location"].endswith("/draft/texts")
    assert "Roti" in listed.text
    assert "hal belum ada" in listed.text


def test_each_reader_has_the_labels_of_her_own_language(author, page, base):
    """A filtered constant would be worked out once, for whoever came first."""
    course = author.begin({"title": {"id": "Roti"}})
    address = f"{base}/{course['id']}/draft/texts"

    first = page.get(address)
    submit(page, "/language", locale="en", next="/")
    second = page.get(address)

    assert "Judul (Bahasa Inggris)" in first.text
    assert "Title (English)" in second.text


def test_the_list_is_searched_and_narrowed(author, page, base):
    author.begin({"title": {"id": "Roti 100% gandum"}})
    author.begin({"title": {"id": "Menjahit tas"}})

    found = page.get(f"{base}?q=100%25").text
    none = page.get(f"{base}?show=rejected&q=x").text

    assert "Roti 100%" in found
    assert "Menjahit" not in found
    assert "Tidak ada pelatihan Anda yang seperti itu" in none


def test_a_half_finished_section_is_saved_with_what_it_lacks_beside_its_inputs(
    author, page, base, session
):
    course = author.begin({"title": {"id": "Roti"}})
    address = f"{base}/{course['id']}/draft/syllabus"
    form = {
        "base": carried(page.get(address)),
        "syllabus/0/title/id": "Hari 1",
        "syllabus/0/parts/0/title/id": "Menguleni",
        "syllabus/0/parts/0/activity": "practice",
        "syllabus/0/parts/0/minutes": "",
        "act": "save",
    }

    saved = submit(page, address, **form)
    shown = page.get(address)

    assert saved.status_code == 303
    assert draft(session, course["id"]).content["syllabus"] == [
        {
            "title": {"id": "Hari 1"},
            "parts": [{"title": {"id": "Menguleni"}, "activity": "practice"}],
        }
    ]
    assert "Menit: Ini belum diisi." in shown.text
    assert 'id="syllabus-0-parts-0-notes"' in shown.text


def test_what_cannot_be_read_is_kept_in_the_form_and_the_rest_is_saved(
    author, page, base, session
):
    course = author.begin(whole())
    address = f"{base}/{course['id']}/draft/teaching"
    form = {
        "base": carried(page.get(address)),
        "mode": "webinar",
        "level": "advanced",
        "languages": "id",
        "evaluation": ["pre_test", "post_test", "practice_task"],
        "pass_mark": "tujuh puluh",
        "act": "save",
    }

    answer = submit(page, address, **form)

    assert answer.status_code == 422
    assert "tujuh puluh" in answer.text
    assert "Angka bulat sampai 100." in answer.text
    content = draft(session, course["id"]).content
    assert content["level"] == "advanced"
    assert "pass_mark" not in content


def test_trainers_of_the_institution_are_ticked_by_name(author, page, base, session):
    course = author.begin(whole())
    address = f"{base}/{course['id']}/draft/teaching"
    assert f"/partner/{author.institution.code}/trainers" in page.get(address).text
    ani = make_trainer(session, author.institution, public_name="Ani Lestari")
    make_trainer(session, make_organisation(session), public_name="Orang Lain")

    form = page.get(address)
    submit(page, address, base=carried(form), mode="webinar", trainers=[str(ani.id)])

    assert "Ani Lestari" in form.text
    assert "Orang Lain" not in form.text
    assert draft(session, course["id"]).content["trainers"] == [str(ani.id)]
    assert re.search(rf'value="{ani.id}" checked', page.get(address).text)


def test_a_row_is_added_and_taken_away_without_a_script_and_without_saving(
    author, page, base, session
):
    course = author.begin(whole())
    address = f"{base}/{course['id']}/draft/outcomes"
    form = {"base": carried(page.get(address)), "outcomes/0/id": "Menakar"}

    longer = submit(page, address, **form, act="add:outcomes")
    shorter = submit(page, address, **form, act="remove:outcomes/0")
    strange = submit(page, address, **form, act="remove:syllabus/9/x")

    assert 'value="Menakar"' in longer.text
    assert 'name="outcomes/1/id"' in longer.text
    assert 'name="outcomes/0/id"' not in shorter.text
    assert 'value="Menakar"' in strange.text
    assert draft(session, course["id"]).version == 1


def test_a_skill_is_found_by_words_and_ticked_without_a_script(
    author, page, base, session
):
    load_taxonomies(session, EDITION, at=now())
    course = author.begin({"title": {"id": "Roti"}})
    address = f"{base}/{course['id']}/draft/outcomes"
    form = {"base": carried(page.get(address)), "outcomes/0/id": "Menakar"}

    found = submit(page, address, **form, act="find:skills", **{"find/skills": "sew"})
    none = submit(page, address, **form, act="find:skills", **{"find/skills": "zzz"})
    saved = submit(page, address, **form, act="save", skills=SEW)

    assert f'value="{SEW}">' in found.text
    assert 'value="Menakar"' in found.text
    assert "Tidak ada lagi yang bernama seperti itu" in none.text
    assert saved.status_code == 303
    assert draft(session, course["id"]).content["skills"] == [SEW]
    assert "sew pieces of fabric" in page.get(address).text


def test_enter_in_a_search_saves_and_finds_also_by_code(author, page, base, session):
    load_taxonomies(session, EDITION, at=now())
    course = author.begin({})
    address = f"{base}/{course['id']}/draft/outcomes"
    form = {"base": carried(page.get(address)), "outcomes/0/id": "Menjahit tas"}

    entered = submit(page, address, **form, **{"find/skills": SEW, "act": "enter"})
    found = page.get(entered.headers["Location"])

    assert entered.status_code == 303
    assert draft(session, course["id"]).content["outcomes"] == [{"id": "Menjahit tas"}]
    assert f'<input type="checkbox" name="skills" value="{SEW}">' in found.text


def test_what_is_wrong_with_a_trainer_stands_at_her_name_and_she_has_one_everywhere(
    author, page, base, session
):
    good = make_trainer(session, author.institution, public_name="Ani L.")
    over = make_trainer(
        session, author.institution, good_until=None, public_name="Budi H."
    )
    course = author.begin({"mode": "offline", "trainers": [str(good.id), str(over.id)]})
    day = format_date(now().astimezone(JAKARTA).date(), "d MMMM y", locale="id")

    form = page.get(f"{base}/{course['id']}/draft/teaching").text
    session.get(Draft, course["id"]).state = DraftState.SUBMITTED
    session.flush()
    closed = page.get(f"{base}/{course['id']}/draft/teaching").text

    note = form.index(f"sertifikat yang berlaku pada {day}")
    assert form.index("Ani L. (") < form.index("Budi H. (") < note
    assert "Ani L. (" in closed
    assert str(good.id) not in closed


def test_two_people_who_save_different_places_both_keep_theirs(
    author, page, base, session
):
    course = author.begin(whole())
    address = f"{base}/{course['id']}/draft/texts"
    read = carried(page.get(address))
    author.edit(course["id"], 1, title={"en": "Bread at home"})

    answer = submit(
        page, address, **form_of(whole(), **{"title/id": "Roti"}, base=read)
    )

    assert answer.status_code == 303
    content = draft(session, course["id"]).content
    assert content["title"] == {"id": "Roti", "en": "Bread at home"}
    assert draft(session, course["id"]).version == 3


def test_two_people_who_save_the_same_place_are_shown_all_three_and_choose(
    author, page, base, session
):
    course = author.begin(whole())
    address = f"{base}/{course['id']}/draft/texts"
    read = carried(page.get(address))
    author.edit(course["id"], 1, title={"id": "Roti rumahan"})
    mine = {"title/id": "Roti yang laku", "summary/en": "Mine alone, long enough."}

    shown = submit(page, address, **form_of(whole(), **mine, base=read))
    undecided = submit(page, f"{address}/merge", carried=carried(shown, "carried"))
    chosen = submit(
        page,
        f"{address}/merge",
        **{
            "carried": carried(undecided, "carried"),
            "choose/title/id": "mine",
            "mine/title/id": "Roti rumahan yang laku",
        },
    )

    assert shown.status_code == 412
    assert "Membuat roti di rumah" in shown.text
    assert "Roti yang laku" in shown.text
    assert undecided.status_code == 422
    assert chosen.status_code == 303
    content = draft(session, course["id"]).content
    assert content["title"]["id"] == "Roti rumahan yang laku"
    assert content["summary"]["en"] == "Mine alone, long enough."


def inputs(answer):
    """What a section's form would send as it stands."""
    form = answer.text.partition('id="draft-form"')[2].partition("</form>")[0]
    named = re.findall(r'<input [^>]*name="([^"]+)" value="([^"]*)"', form)
    found = {name: html.unescape(value) for name, value in named}
    return {name: value for name, value in found.items() if name != "csrf_token"}


def test_an_item_is_known_again_though_another_was_taken_away_and_one_came(
    author, page, browser_of, base, session
):
    course = author.begin(whole())
    address = f"{base}/{course['id']}/draft/outcomes"
    mine = inputs(page.get(address)) | {"act": "save"}
    other = browser_of(author.institution, Role.CATALOGUE)

    taken = submit(other, address, **mine | {"act": "remove:outcomes/0"})
    added = inputs(submit(other, address, **inputs(taken) | {"act": "add:outcomes"}))
    last = max(name for name in added if name.endswith("/was")).partition("/was")[0]
    theirs = added | {f"{last}/id": "Menjual", "act": "save"}
    assert submit(other, address, **theirs).status_code == 303
    stale = submit(page, address, **mine | {"outcomes/0/en": "Weigh exactly"})
    chosen = submit(
        page,
        f"{address}/merge",
        **{"carried": carried(stale, "carried"), "choose/outcomes/0": "mine"},
    )

    assert (stale.status_code, chosen.status_code) == (412, 303)
    outcomes = draft(session, course["id"]).content["outcomes"]
    said = [each.get("en", each["id"]) for each in outcomes]
    assert sorted(said) == ["Bake", "Knead", "Menjual", "Weigh exactly"]


def test_a_whole_course_is_submitted_and_taken_back(author, page, base, session):
    course = author.begin()
    address = f"{base}/{course['id']}"

    before = page.get(address).text
    stale = submit(
        page, f"{address}/submission", version=7, platform=author.platform.id
    )
    sent = submit(page, f"{address}/submission", version=1, platform=author.platform.id)
    back = submit(page, f"{address}/taking-back")

    assert author.platform.name in before
    assert (stale.status_code, sent.status_code, back.status_code) == (303, 303, 303)
    assert draft(session, course["id"]).state == "editing"


def test_a_course_that_lacks_something_is_refused_and_stays(
    author, page, base, session
):
    course = author.begin({"title": {"id": "Roti"}})

    refused = submit(page, f"{base}/{course['id']}/submission", version=1)

    assert refused.status_code == 422
    assert "Pelatihan belum lengkap" in refused.text
    assert draft(session, course["id"]).state == "editing"


def test_others_find_no_course_and_other_kinds_no_page(
    author, browser_of, session, base
):
    course = author.begin()
    other = make_organisation(session)
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    stranger = browser_of(other, Role.CATALOGUE)
    seller = browser_of(platform, Role.OWNER)

    for path in ("", "/draft/texts", "/revisions"):
        address = f"/partner/{other.code}/courses/{course['id']}{path}"
        assert stranger.get(address).status_code == 404
    assert stranger.get(base).status_code == 404
    assert seller.get(f"/partner/{platform.code}/courses").status_code == 403
    begun = submit(seller, f"/partner/{platform.code}/courses", title="x")
    assert begun.status_code == 403


def form_of(content, **changes):
    """The section of texts as a browser sends it."""
    form = {"act": "save", "category": content["category"]}
    for field in ("title", "summary", "description", "market_need"):
        form |= {f"{field}/{each}": text for each, text in content[field].items()}
    return form | changes
