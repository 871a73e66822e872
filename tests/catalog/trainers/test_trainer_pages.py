"""The pages on which an institution keeps its trainers."""

import pytest
from sqlalchemy import select

from catalog.trainers import Trainer, TrainerCertificate
from core.audit import AuditEntry
from core.privacy import vault_of
from partners.staff import Role
from tests.catalog.taxonomies.conftest import edition
from tests.catalog.taxonomies.edition import SEW, UNIT
from tests.factories import make_course, make_organisation, make_seat, make_trainer
from tests.partners.browsing import submit
from tests.partners.conftest import browser_of as signed_in

__all__ = ["edition", "signed_in"]
TYPED = {
    "name": "Ani Lestari",
    "email": "ani@dapur.example",
    "phone": "",
    "public_name": "",
    "certificates/0/number": "74909 2411",
    "certificates/0/issuer": "LSP Tata Boga",
    "certificates/0/valid_until": "2099-12-31",
}


@pytest.fixture
def institution(session):
    return make_organisation(session)


@pytest.fixture
def page(session, signed_in, institution):
    browser = signed_in(make_seat(session, institution, Role.CATALOGUE))
    session.flush()
    return browser


@pytest.fixture
def base(institution):
    return f"/partner/{institution.code}/trainers"


def test_a_trainer_is_registered_and_changed_by_people(
    page, base, session, institution
):
    empty = page.get(base)
    wrong = submit(page, f"{base}/new", **TYPED | {"email": "ani"})
    done = submit(page, f"{base}/new", **TYPED)
    made = session.scalars(select(Trainer)).one()
    listed, one = page.get(base), page.get(f"{base}/{made.id}")
    certificate = session.scalars(select(TrainerCertificate)).one()
    certificate.skills = ["http://data.europa.eu/esco/skill/S5"]
    session.flush()
    kept = submit(
        page,
        f"{base}/{made.id}",
        **TYPED
        | {
            "public_name": "Ani L.",
            "version": "1",
            "certificates/0/id": str(certificate.id),
        },
    )

    assert "Lembaga Anda belum memiliki pelatih." in empty.text
    assert wrong.status_code == 422
    assert 'value="Ani Lestari"' in wrong.text
    assert "Tulis alamat surel." in wrong.text
    assert (done.status_code, kept.status_code) == (303, 303)
    assert "A•• L••••••" in listed.text
    assert "Ani Lestari" not in listed.text
    assert 'value="Ani Lestari"' in one.text
    assert "Ani L." in page.get(base).text
    session.expire_all()
    held = session.scalars(select(TrainerCertificate)).one()
    assert held.skills == ["http://data.europa.eu/esco/skill/S5"]
    assert vault_of(session).open(
        held.number_sealed, row=held.id, field="trainer_certificate"
    ) == ("74909 2411")
    acts = session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_type == "trainer")
    )
    assert "trainer.read" in set(acts)


def test_who_ends_is_shown_with_what_needs_somebody_else(
    page, base, session, institution
):
    trainer = make_trainer(session, institution)
    make_course(session, institution, title="Roti", trainers=[str(trainer.id)])
    foreign = make_trainer(session, make_organisation(session))

    silent = submit(page, f"{base}/{trainer.id}/ending", reason="")
    ended = submit(page, f"{base}/{trainer.id}/ending", reason="Pindah kota.")
    after = page.get(base).text
    submit(page, f"{base}/{trainer.id}/return")

    assert (silent.status_code, ended.status_code) == (303, 303)
    assert "Ini memerlukan orang lain" in after
    assert "Roti" in after
    assert "Ini memerlukan orang lain" not in page.get(base).text
    assert page.get(f"{base}/{foreign.id}").status_code == 404


def test_what_a_certificate_speaks_of_is_found_by_words_and_ticked(
    page, base, session, institution, edition
):
    made = make_trainer(session, institution)
    (held,) = session.scalars(select(TrainerCertificate))
    address, place = f"{base}/{made.id}", "certificates/0"
    typed = TYPED | {"version": "1", f"{place}/id": str(held.id), f"{place}/listed": 1}
    skills, units = f"{place}/skills", f"{place}/competence_units"

    found = submit(
        page, address, **typed | {"act": f"find:{skills}", f"find/{skills}": "sew"}
    )
    unit = submit(
        page, address, **typed | {"act": f"find:{units}", f"find/{units}": "A.99XYZ.1"}
    )
    nothing = submit(page, address, **typed | {"act": "find:certificates/99/name"})
    none_yet = session.scalars(select(TrainerCertificate.skills)).one()
    kept = submit(page, address, **typed | {skills: SEW, units: UNIT})
    ticked = page.get(address)
    session.expire_all()
    (held,) = session.scalars(select(TrainerCertificate))
    named = (held.skills, held.competence_units)
    wrong = submit(
        page,
        address,
        **typed | {"version": "2", skills: "http://data.europa.eu/esco/skill/no"},
    )
    cleared = submit(page, address, **typed | {"version": "2"})

    assert (found.status_code, unit.status_code, nothing.status_code) == (200,) * 3
    assert f'name="{skills}" value="{SEW}">' in found.text
    assert f'name="{units}" value="A.99XYZ.1">' in unit.text
    assert none_yet == []
    assert kept.status_code == 303
    assert f'value="{SEW}" checked' in ticked.text
    assert "sew pieces of fabric" in ticked.text
    assert named == ([SEW], [UNIT])
    assert (wrong.status_code, cleared.status_code) == (422, 303)
    session.expire_all()
    assert session.scalars(select(TrainerCertificate.skills)).one() == []
