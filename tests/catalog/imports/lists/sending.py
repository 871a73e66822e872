"""An institution's program that sends lists, and the worker beside it."""

import io

from catalog.courses import Category
from catalog.imports.lists import tasks
from core.ids import new_id
from tests.factories import authorization, make_client, make_organisation, make_token

PATH = "/v1/provider/course-lists"
LIST = (
    "Kode;Judul Pelatihan;Kategori;Metode;Harga;Durasi\r\n"
    "R-1;Membuat Roti;Makanan dan Minuman;Tatap Muka;Rp 350.000;15 jam\r\n"
    "R-2;Membuat Kue;Makanan dan Minuman;Webinar;Rp 1.250.000,00;20 JP\r\n"
    "R-3;Menghias Kue;Makanan dan Minuman;Online;1.250;3 bulan\r\n"
)


class Sender:
    def __init__(self, http, session, institution=None):
        session.merge(
            Category(code="makanan-dan-minuman", title_id="Makanan dan Minuman")
        )
        self.http = http
        self.session = session
        self.institution = institution or make_organisation(session)
        client = make_client(
            session, self.institution, ["catalog:read", "catalog:write"]
        )
        self.bearer = make_token(session, client)

    def headers(self):
        return authorization(self.bearer, new_id().hex)

    def send(self, content=LIST):
        raw = content.encode() if isinstance(content, str) else content
        return self.http.post(PATH, data=raw, headers=self.headers())

    def form(self, content):
        """Wrap the list in a form, as `curl -F` does."""
        file = (io.BytesIO(content.encode()), "courses.csv")
        return self.http.post(PATH, data={"file": file}, headers=self.headers())

    def get(self, path="", **query):
        return self.http.get(
            f"{PATH}{path}", query_string=query, headers=self.headers()
        )

    def map(self, list_id, **mapping):
        return self.http.put(
            f"{PATH}/{list_id}/mapping", json=mapping, headers=self.headers()
        )

    def check(self, list_id):
        """Ask for the dry run and do what the worker does."""
        answer = self.http.put(f"{PATH}/{list_id}/check", headers=self.headers())
        assert answer.status_code == 202, answer.text
        tasks.check_list.func(list_id)
        return self.get(f"/{list_id}").json

    def ask_to_apply(self, list_id, reason=None):
        return self.http.put(
            f"{PATH}/{list_id}/application",
            json={"reason": reason} if reason else {},
            headers=self.headers(),
        )

    def stop(self, list_id):
        return self.http.delete(f"{PATH}/{list_id}/application", headers=self.headers())

    def apply(self, list_id, reason=None):
        answer = self.ask_to_apply(list_id, reason)
        assert answer.status_code == 202, answer.text
        tasks.apply_list.func(list_id)
        return self.get(f"/{list_id}").json

    def bring_in(self, content=LIST):
        sent = self.send(content)
        assert sent.status_code == 201, sent.text
        self.check(sent.json["id"])
        return self.apply(sent.json["id"])
