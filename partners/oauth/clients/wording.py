"""Scopes, grants and states in words for a developer, in both languages."""

from core.text import Text
from partners.oauth.clients.models import ScopeState

SCOPE_NAMES: dict[str, Text] = {
    "catalog:read": Text(
        "Read courses, schedules and offerings",
        "Membaca pelatihan, jadwal dan penawaran",
    ),
    "catalog:write": Text(
        "Import the institution's courses", "Mengimpor pelatihan lembaga"
    ),
    "trainers:manage": Text(
        "Register, read and change the institution's trainers",
        "Mendaftarkan, membaca dan mengubah pelatih lembaga",
    ),
    "offerings:write": Text(
        "Answer what institutions propose to list",
        "Menjawab usulan penawaran dari lembaga",
    ),
    "openid": Text(
        "Know a participant by a pairwise id, in an id_token",
        "Mengenal peserta lewat id khusus, dalam id_token",
    ),
    "profile:read": Text(
        "Know a participant by a pairwise id, and her first name",
        "Mengenal peserta lewat id khusus, dan nama depannya",
    ),
    "balance:read": Text(
        "Read a participant's training balance", "Membaca saldo pelatihan peserta"
    ),
    "orders:write": Text(
        "Buy and void courses with a participant's balance",
        "Membeli dan membatalkan pelatihan dengan saldo peserta",
    ),
    "orders:read": Text(
        "Read the orders of this platform", "Membaca pesanan platform ini"
    ),
    "links:manage": Text(
        "Name and end its links with people's accounts",
        "Menamai dan mengakhiri tautan dengan akun orang",
    ),
    "disputes:manage": Text(
        "See and answer what people say was not done by them",
        "Melihat dan menjawab sanggahan orang",
    ),
    "vouchers:verify": Text(
        "Check vouchers and start verifications", "Memeriksa voucer dan verifikasi"
    ),
    "learning:write": Text(
        "Report results and completion", "Melaporkan hasil dan penyelesaian"
    ),
    "certificates:read": Text(
        "Read the certificates of its classes", "Membaca sertifikat kelasnya"
    ),
    "webhooks:manage": Text("Manage webhook endpoints", "Mengelola endpoint webhook"),
    "events:read": Text("Read events", "Membaca peristiwa"),
    "programme:manage": Text("Run batches", "Menjalankan gelombang"),
    "programme:read": Text("Read batches and schemes", "Membaca gelombang dan skema"),
    "participants:reveal": Text(
        "Show personal data in clear", "Menampilkan data pribadi"
    ),
    "registrations:write": Text("Register participants", "Mendaftarkan peserta"),
    "participant:self": Text("Act as the participant", "Bertindak sebagai peserta"),
    "staff:act": Text("Act as staff", "Bertindak sebagai staf"),
}

GRANT_NAMES: dict[str, Text] = {
    "authorization_code": Text(
        "People consent (authorization_code)", "Orang menyetujui (authorization_code)"
    ),
    "refresh_token": Text(
        "It goes on without asking them again (refresh_token)",
        "Berlanjut tanpa bertanya lagi (refresh_token)",
    ),
    "client_credentials": Text(
        "It acts on its own account (client_credentials)",
        "Bertindak atas nama sendiri (client_credentials)",
    ),
}

METHOD_NAMES: dict[str, Text] = {
    "client_secret_basic": Text(
        "A secret, in the header (client_secret_basic)",
        "Rahasia, di header (client_secret_basic)",
    ),
    "client_secret_post": Text(
        "A secret, in the body (client_secret_post)",
        "Rahasia, di isi permintaan (client_secret_post)",
    ),
    "private_key_jwt": Text(
        "A signature with its own key (private_key_jwt)",
        "Tanda tangan dengan kunci sendiri (private_key_jwt)",
    ),
    "none": Text(
        "None: it runs on people's devices (PKCE alone)",
        "Tidak ada: berjalan di perangkat orang (hanya PKCE)",
    ),
}

STATE_NAMES: dict[str, Text] = {
    ScopeState.REQUESTED: Text("Waits for the operator", "Menunggu penyelenggara"),
    ScopeState.GRANTED: Text("Granted", "Diberikan"),
    ScopeState.REFUSED: Text("Refused", "Ditolak"),
    ScopeState.WITHDRAWN: Text("Withdrawn", "Ditarik"),
}


def scope_name(scope: str, language: str) -> str:
    """A scope in words; one without words is shown as it is."""
    found = SCOPE_NAMES.get(scope)
    return found.in_(language) if found else scope
