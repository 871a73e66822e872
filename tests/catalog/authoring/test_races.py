"""Several people edit one draft at the same instant."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from catalog.authoring.models import DraftEdit
from catalog.courses import Category
from core.unit_of_work import unit_of_work
from tests.catalog.authoring.drafting import Author

pytestmark = pytest.mark.race

EDITORS = 8


def test_of_many_edits_of_one_version_one_is_kept(app, committed):
    with unit_of_work("test") as session:
        session.add(Category(code="makanan-dan-minuman", title_id="Makanan"))
        author = Author(app.test_client(), session)
    course_id = author.begin()["id"]

    def edit(number):
        other = Author.__new__(Author)
        other.__dict__ = author.__dict__ | {"http": app.test_client()}
        return other.edit(course_id, 1, pass_mark=number).status_code

    with ThreadPoolExecutor(EDITORS) as pool:
        statuses = sorted(pool.map(edit, range(1, EDITORS + 1)))

    assert statuses == [200] + [412] * (EDITORS - 1)
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(DraftEdit)) == 2
    assert author.read(course_id).json["version"] == 2
