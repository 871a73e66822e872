"""A course as it is written, whole and in parts."""

from catalog.authoring import Draft
from core.ids import new_id
from partners.organisations import Kind
from tests.factories import authorization, make_client, make_organisation, make_token

SCOPES = ["catalog:read", "catalog:write"]
PATH = "/v1/provider/courses"


def line(words):
    return {"id": f"{words} (id)", "en": words}


def whole(**changes):
    """All that the standard asks of a webinar."""
    parts = [
        {"title": line("Why it rises"), "activity": "theory", "minutes": 50},
        {"title": line("Kneading"), "activity": "practice", "minutes": 130},
    ]
    content = {
        "title": {"id": "Membuat roti di rumah", "en": "Baking bread at home"},
        "summary": {
            "id": "Dari menakar tepung sampai roti yang layak jual di pasar.",
            "en": "From weighing the flour to bread that sells on the market.",
        },
        "description": line("Bread, from flour to loaf."),
        "category": "makanan-dan-minuman",
        "mode": "webinar",
        "languages": ["id"],
        "level": "beginner",
        "list_price": {"amount": 350_000, "currency": "IDR"},
        "syllabus": [{"title": line(f"Day {day}"), "parts": parts} for day in range(5)],
        "outcomes": [line("Weigh"), line("Knead"), line("Bake")],
        "skills": [
            "http://data.europa.eu/esco/skill/0005c151-5b5a-4a66-8aac-60e734beb1ab"
        ],
        "occupations": ["7512"],
        "evaluation": ["pre_test", "post_test", "practice_task"],
        "market_need": line("Bakeries look for people."),
    }
    return content | changes


class Author:
    """A program of an institution that writes courses."""

    def __init__(self, client, session, institution=None):
        self.http = client
        self.institution = institution or make_organisation(session)
        self.client = make_client(session, self.institution, SCOPES)
        self.bearer = make_token(session, self.client)
        self.platform = make_organisation(session, Kind.DIGITAL_PLATFORM)

    def headers(self, version=None):
        headers = authorization(self.bearer, new_id().hex)
        return headers if version is None else headers | {"If-Match": f'"{version}"'}

    def begin(self, content=None):
        answer = self.http.post(
            PATH, json=whole() if content is None else content, headers=self.headers()
        )
        assert answer.status_code == 201, answer.text
        return answer.json

    def read(self, course_id):
        return self.http.get(f"{PATH}/{course_id}/draft", headers=self.headers())

    def edit(self, course_id, version, **patch):
        return self.http.patch(
            f"{PATH}/{course_id}/draft", json=patch, headers=self.headers(version)
        )

    def submit(self, course_id, version, **body):
        """Submit it to be checked by a platform of its own, unless said otherwise."""
        return self.http.put(
            f"{PATH}/{course_id}/submission",
            json={"platform_id": str(self.platform.id)} | body,
            headers=self.headers(version),
        )

    def renewable(self, session, course_id, since):
        """As if the approval of the course ended soon."""
        session.get(Draft, course_id).renewable_from = since
        session.flush()

    def take_back(self, course_id):
        return self.http.delete(
            f"{PATH}/{course_id}/submission", headers=self.headers()
        )

    def publish(self, course_id):
        return self.http.put(f"{PATH}/{course_id}/publication", headers=self.headers())

    def get(self, path):
        return self.http.get(f"{PATH}{path}", headers=self.headers())
