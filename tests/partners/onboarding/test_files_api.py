"""Evidence over HTTP: who may read it, what is not taken, what is swept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.clock import now
from core.files.store import store
from core.files.sweeping import sweep_files
from partners.onboarding.evidence_models import EvidenceFile
from tests.core.files.making import SVG, make_image, make_pdf
from tests.partners.onboarding.walking import path_of, upload


def test_a_file_is_kept_sealed_and_downloaded_by_those_who_may(
    session, applicant, draft, first, person
):
    """SC-09."""
    content = make_pdf(text="Rahasia")
    made = upload(applicant, draft, "privacy_notice", content).json
    row = session.scalars(select(EvidenceFile)).one()

    assert made["name"] == "privacy_notice.pdf"
    assert content not in store().get(row.store_key)
    own = applicant.get(f"{path_of(draft)}/files/{made['id']}")
    theirs = first.get(f"/v1/partner-applications/{draft['id']}/files/{made['id']}")
    for response in (own, theirs):
        assert response.data == content
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
    stranger = person().get(f"{path_of(draft)}/files/{made['id']}")
    assert stranger.status_code == 404
    read = select(func.count()).where(
        AuditEntry.action == "partner_application.file_read"
    )
    assert session.scalar(read) == 2


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "file-empty"),
        (SVG, "file-type-refused"),
        (make_image() + b"PK\x05\x06", "file-ambiguous"),
        (b"%PDF-1.7" + b"0" * (10 * 1024 * 1024), "file-too-large"),
    ],
)
def test_a_file_that_is_not_taken_changes_nothing(
    session, applicant, draft, content, slug
):
    """SC-09."""
    refused = upload(applicant, draft, "privacy_notice", content)

    assert refused.status_code == 422
    assert refused.json["type"] == f"/problems/{slug}"
    assert session.scalar(select(func.count()).select_from(EvidenceFile)) == 0


def test_a_body_above_eleven_mebibytes_is_not_read(applicant, draft):
    refused = upload(applicant, draft, "privacy_notice", b"0" * 11_600_000)

    assert refused.status_code == 413


def test_evidence_is_what_is_asked_for_and_no_more(applicant, draft):
    unasked = upload(applicant, draft, "selfie", make_pdf())
    statuses = [
        upload(applicant, draft, "privacy_notice", make_pdf()).status_code
        for _ in range(4)
    ]

    assert unasked.json["type"] == "/problems/partner-evidence-not-asked"
    assert statuses == [201, 201, 201, 409]


def test_a_file_that_was_never_sent_is_forgotten_and_swept(session, applicant, draft):
    made = upload(applicant, draft, "privacy_notice", make_pdf()).json
    kept = upload(applicant, draft, "privacy_notice", make_pdf()).json
    keys = dict(session.execute(select(EvidenceFile.id, EvidenceFile.store_key)).all())

    gone = applicant.send("DELETE", f"{path_of(draft)}/files/{made['id']}")
    swept = sweep_files(session, at=now() + timedelta(days=2))

    assert gone.status_code == 204
    assert swept >= 1
    left = {str(key): value for key, value in keys.items()}
    assert store().get(left[kept["id"]])
    with pytest.raises(Exception, match="missing"):
        store().get(left[made["id"]])
