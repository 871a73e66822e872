"""An institution and a platform that come to an agreement, over HTTP."""

from core.ids import new_id
from partners.organisations import Kind
from tests.catalog.authoring.drafting import PATH, Author
from tests.factories import (
    authorization,
    make_client,
    make_course,
    make_organisation,
    make_token,
)

REASON = {"reason": "We list three like it already."}


def slug_of(answer):
    return answer.json["type"].rsplit("/", 1)[-1]


def price(amount):
    return {"amount": amount, "currency": "IDR"}


class Seller:
    """A program of a platform that answers proposals."""

    def __init__(self, client, session):
        self.http = client
        self.platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
        self.client = make_client(
            session, self.platform, ["catalog:read", "offerings:write"]
        )
        self.bearer = make_token(session, self.client)

    def headers(self):
        return authorization(self.bearer, new_id().hex)

    def proposals(self, state="waiting"):
        path = f"/v1/platform/proposals?state={state}"
        return self.http.get(path, headers=self.headers()).json["items"]

    def accept(self, proposal, client=None):
        return (client or self.http).post(
            f"/v1/platform/proposals/{proposal['id']}/acceptance",
            headers=self.headers(),
        )

    def decline(self, proposal):
        return self.http.post(
            f"/v1/platform/proposals/{proposal['id']}/refusal",
            json=REASON,
            headers=self.headers(),
        )

    def leave(self, offering_id, **body):
        return self.http.put(
            f"/v1/platform/offerings/{offering_id}/notice",
            json=REASON | body,
            headers=self.headers(),
        )


class Proposer(Author):
    """A program of an institution that proposes a course of its own."""

    def __init__(self, client, session, **course):
        super().__init__(client, session)
        self.course = make_course(session, self.institution, **course)

    @property
    def path(self):
        return f"{PATH}/{self.course.id}"

    def try_proposing(self, seller, amount=350_000, commission=1_000, client=None):
        return (client or self.http).post(
            f"{self.path}/proposals",
            json={
                "platform": seller.platform.code,
                "price": price(amount),
                "commission_bps": commission,
                "note": "Asked for by bakeries.",
            },
            headers=self.headers(),
        )

    def propose(self, seller, amount=350_000, commission=1_000):
        answer = self.try_proposing(seller, amount, commission)
        assert answer.status_code == 201, answer.text
        return answer.json

    def withdraw(self, proposal, client=None):
        return (client or self.http).put(
            f"{self.path}/proposals/{proposal['id']}/withdrawal",
            headers=self.headers(),
        )

    def offerings(self):
        path = f"{self.path}/offerings"
        return self.http.get(path, headers=self.headers()).json["items"]

    def leave(self, offering_id, **body):
        return self.http.put(
            f"{self.path}/offerings/{offering_id}/notice",
            json=REASON | body,
            headers=self.headers(),
        )

    def prices(self):
        """What everybody sees; None while the course is not on sale."""
        answer = self.http.get(f"/v1/courses/{self.course.id}", headers=self.headers())
        if answer.status_code == 404:
            return None
        return [each["price"]["amount"] for each in answer.json["offerings"]]
