"""The way from a complete draft to a decision, over the API."""

from typing import Any

from tests.core.files.making import make_pdf

ANSWERS = {
    "legal_form": "limited_company",
    "registration_number": "9120001112223",
    "tax_number": "012345678901234",
    "seat": "Jl. Merdeka 1, Bandung",
    "website": "https://kerja.example",
    "vacancies": 120,
    "employer_checks": "We call every employer.",
    "fees": "no",
    "use_of_data": "Only for matching, until taken back.",
}
TIES = (
    {
        "relation": "owner",
        "name": "PT Induk",
        "number": "8120011223344",
        "share_bps": 10_000,
    },
    {
        "relation": "officer",
        "name": "Zulaikha Wirasentosa",
        "number": "3273015705984321",
        "detail": "Direktur",
    },
    {"relation": "domain", "detail": "kerja.example"},
)
EVIDENCE = ("founding_act", "officers_appointment", "privacy_notice")
CRITERIA = (
    *("exists", "known-people", "known-addresses"),
    *("real-vacancies", "free-for-job-seekers", "asks-for-consent"),
)


def path_of(application: dict[str, Any]) -> str:
    return (
        f"/v1/organisations/{application['organisation_id']}"
        f"/applications/{application['id']}"
    )


def upload(person: Any, draft: dict[str, Any], item: str, content: bytes) -> Any:
    return person.send(
        "POST",
        f"{path_of(draft)}/files?item={item}&name=../../{item}.pdf",
        data=content,
        headers={"Content-Type": "application/octet-stream"},
    )


def complete(person: Any, draft: dict[str, Any]) -> None:
    """Fill a draft in until nothing is missing."""
    saved = person.save(path_of(draft), ANSWERS, draft["version"])
    assert saved.status_code == 200, saved.text
    for tie in TIES:
        assert person.post(f"{path_of(draft)}/ties", tie).status_code == 201
    for item in EVIDENCE:
        response = upload(person, draft, item, make_pdf(text=item))
        assert response.status_code == 201, response.text
    agree(person, draft)
    assert person.get(path_of(draft)).json["missing"] == []


def agree(person: Any, draft: dict[str, Any]) -> None:
    """Accept every agreement in force."""
    base = f"/v1/organisations/{draft['organisation_id']}/agreements"
    for agreement in person.get(base).json["items"]:
        body = {
            **{name: agreement[name] for name in ("version", "language", "sha256")},
            "officer_name": "Sari Dewi",
            "officer_position": "Direktur Utama",
        }
        response = person.post(f"{base}/{agreement['code']}/acceptance", body)
        assert response.status_code == 204, response.text


def send(person: Any, draft: dict[str, Any]) -> dict[str, Any]:
    response = person.post(f"{path_of(draft)}/submission")
    assert response.status_code == 200, response.text
    return response.json


def check(
    person: Any, draft: dict[str, Any], verdict: str = "met", *criteria: str
) -> None:
    """Write down a verdict on all or some criteria."""
    for criterion in criteria or CRITERIA:
        note = None if verdict == "met" else f"About {criterion}."
        response = person.send(
            "PUT",
            f"/v1/partner-applications/{draft['id']}/findings/{criterion}",
            json={"verdict": verdict, "note": note},
        )
        assert response.status_code == 200, response.text


def act(person: Any, draft: dict[str, Any], step: str, **body: Any) -> Any:
    body.setdefault("reason", "Because of what was found.")
    return person.post(f"/v1/partner-applications/{draft['id']}/{step}", body)
