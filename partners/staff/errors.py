"""Why somebody may not act for an organisation, or cannot be given a seat."""

from core.errors import Conflict, Denied, Malformed, NotFound
from core.text import Text
from openapi.problems import HttpProblem


class NotOnTheStaff(NotFound):
    """Also for an organisation that does not exist: who works where is nobody's
    business."""

    slug = "not-on-the-staff"
    title = Text("There is no such organisation", "Organisasi tidak ditemukan")
    detail = Text(
        "You work for no organisation under this address.",
        "Anda tidak bekerja di organisasi pada alamat ini.",
    )
    remedy = Text(
        "Choose one of your organisations, or ask its owner to invite you.",
        "Pilih salah satu organisasi Anda, atau minta pemiliknya mengundang Anda.",
    )


class PermissionMissing(Denied):
    slug = "staff-permission-missing"
    title = Text("Your role does not allow this", "Peran Anda tidak mengizinkan ini")
    detail = Text(
        "This needs the permission {permission}, which your roles do not give.",
        "Ini memerlukan izin {permission} yang tidak diberikan oleh peran Anda.",
    )
    remedy = Text(
        "Ask an owner of the organisation to do it, or to change your roles.",
        "Minta pemilik organisasi melakukannya, atau mengubah peran Anda.",
    )


class OrganisationReadOnly(Denied):
    slug = "organisation-read-only"
    title = Text(
        "Nothing can be changed at present", "Saat ini tidak ada yang dapat diubah"
    )
    detail = Text(
        "The standing of the organisation is: {standing}. Its pages can be read.",
        "Status organisasi: {standing}. Halamannya dapat dibaca.",
    )
    remedy = Text(
        "Under Standing you find the reason and the way to reply.",
        "Alasan dan cara menanggapi ada pada halaman Status.",
    )


class RoleNotHere(Malformed):
    slug = "role-not-here"
    title = Text("The organisation has no such role", "Peran ini tidak ada di sini")
    detail = Text(
        "The role {role} does not exist in organisations of this kind.",
        "Peran {role} tidak ada pada organisasi jenis ini.",
    )
    remedy = Text("Choose one of the roles on offer.", "Pilih peran yang tersedia.")


class AlreadyOnTheStaff(Conflict):
    slug = "already-on-the-staff"
    title = Text("She already has a seat", "Sudah menjadi staf")
    detail = Text(
        "This person works for the organisation already.",
        "Orang ini sudah bekerja di organisasi tersebut.",
    )
    remedy = Text("Change her roles instead.", "Ubah perannya saja.")


class StepUpNeeded(HttpProblem):
    """The challenge of RFC 9470: with it, a client knows what to ask for."""

    status = 401
    slug = "insufficient-user-authentication"
    title = Text(
        "The person has to show a second factor", "Faktor kedua perlu ditunjukkan"
    )
    detail = Text(
        "This changes money, keys or rules. It needs a token that the person gave after"
        " she had shown a second factor, at most {max_age} seconds ago.",
        "Ini mengubah uang, kunci atau aturan. Diperlukan token yang diberikan setelah"
        " faktor kedua ditunjukkan, paling lama {max_age} detik yang lalu.",
    )
    remedy = Text(
        "Send her to /oauth/authorize with `acr_values={acr_values}` and"
        " `max_age={max_age}`, and use the new token.",
        "Arahkan ke /oauth/authorize dengan `acr_values={acr_values}` dan"
        " `max_age={max_age}`, lalu pakai token yang baru.",
    )

    def headers(self) -> dict[str, str]:
        return {
            "WWW-Authenticate": 'Bearer realm="marketplace",'
            ' error="insufficient_user_authentication",'
            ' error_description="A recent second factor is needed.",'
            f' acr_values="{self.members["acr_values"]}",'
            f' max_age="{self.members["max_age"]}"'
        }
