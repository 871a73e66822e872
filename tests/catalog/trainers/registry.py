"""An institution's program that keeps its trainers, over HTTP."""

from core.ids import new_id
from tests.catalog.schedules.planning import Planner
from tests.factories import authorization, make_client, make_token

PATH = "/v1/provider/trainers"


def somebody(**changes):
    return {
        "name": "Ani Lestari",
        "email": "Ani@Dapur.example",
        "phone": "+6281234567890",
        "public_name": "Ani L.",
        "certificates": [
            {
                "number": "74909 2411 0001",
                "issuer": "LSP Tata Boga",
                "valid_until": "2099-12-31",
            }
        ],
    } | changes


class Registrar(Planner):
    """Has two programs: one that keeps the trainers, one that plans."""

    def __init__(self, client, session, institution=None, **course):
        super().__init__(client, session, institution, **course)
        keeper = make_client(session, self.institution, ["trainers:manage"])
        self.keeper = make_token(session, keeper)

    def _headers(self, version=None):
        headers = authorization(self.keeper, new_id().hex)
        return headers if version is None else headers | {"If-Match": f'"{version}"'}

    def register(self, **changes):
        return self.http.post(PATH, json=somebody(**changes), headers=self._headers())

    def read(self, trainer_id):
        return self.http.get(f"{PATH}/{trainer_id}", headers=self._headers())

    def listed(self, query=""):
        return self.http.get(f"{PATH}{query}", headers=self._headers()).json["items"]

    def change_trainer(self, trainer_id, version, **patch):
        return self.http.patch(
            f"{PATH}/{trainer_id}", json=patch, headers=self._headers(version)
        )

    def end(self, trainer_id):
        return self.http.put(
            f"{PATH}/{trainer_id}/ending",
            json={"reason": "She moved."},
            headers=self._headers(),
        )

    def take_back(self, trainer_id):
        return self.http.delete(f"{PATH}/{trainer_id}/ending", headers=self._headers())

    def findings(self):
        answer = self.http.get("/v1/provider/trainer-findings", headers=self._headers())
        return {
            (each["trainer_id"], each["schedule_id"], each["cause"])
            for each in answer.json["items"]
        }
