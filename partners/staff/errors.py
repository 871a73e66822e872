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


class NotItsKind(Denied):
    slug = "staff-organisation-kind"
    title = Text(
        "Another kind of organisation does this", "Bukan bagian organisasi ini"
    )
    detail = Text(
        "These pages are for organisations of another kind than yours.",
        "Halaman ini untuk organisasi jenis lain.",
    )
    remedy = Text(
        "Choose a section from the menu of your organisation.",
        "Pilih bagian dari menu organisasi Anda.",
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


class SeatNotFound(NotFound):
    slug = "seat-not-found"
    title = Text("There is no such seat", "Staf tidak ditemukan")
    detail = Text(
        "Nobody works for this organisation under this address.",
        "Tidak ada staf organisasi ini di alamat tersebut.",
    )
    remedy = Text(
        "Look at the list of the organisation's staff.",
        "Lihat daftar staf organisasi.",
    )


class LastOwner(Conflict):
    slug = "last-owner"
    title = Text("An organisation keeps an owner", "Organisasi harus punya pemilik")
    detail = Text(
        "This is the last seat with the role of an owner.",
        "Ini staf terakhir dengan peran pemilik.",
    )
    remedy = Text(
        "Make somebody else an owner first.",
        "Jadikan orang lain pemilik terlebih dahulu.",
    )


class OwnRolesUpwards(Denied):
    slug = "own-roles-upwards"
    title = Text(
        "Nobody gives herself a role", "Peran untuk diri sendiri tidak dapat ditambah"
    )
    detail = Text(
        "You may lay roles of your own down, and not take new ones up.",
        "Anda boleh melepas peran Anda, tetapi tidak menambahnya sendiri.",
    )
    remedy = Text(
        "Ask another owner to change your roles.",
        "Minta pemilik lain mengubah peran Anda.",
    )


class AlreadyInvited(Conflict):
    slug = "already-invited"
    title = Text("She is invited already", "Sudah diundang")
    detail = Text(
        "An invitation to this address is open.",
        "Undangan ke alamat ini masih berlaku.",
    )
    remedy = Text(
        "Send it again, or take it back and invite anew.",
        "Kirim ulang undangan itu, atau tarik lalu undang kembali.",
    )


class TooManyInvitations(Conflict):
    slug = "too-many-invitations"
    title = Text("Too many invitations are open", "Terlalu banyak undangan terbuka")
    detail = Text(
        "An organisation has at most {limit} open invitations.",
        "Satu organisasi paling banyak memiliki {limit} undangan terbuka.",
    )
    remedy = Text(
        "Wait until some are accepted, or take some back.",
        "Tunggu sebagian diterima, atau tarik sebagian.",
    )


class InvitationNotFound(NotFound):
    """For its organisation: there is none. See InvitationOver for its reader."""

    slug = "invitation-not-found"
    title = Text("There is no such invitation", "Undangan tidak ditemukan")
    detail = Text(
        "The organisation has no open invitation under this address.",
        "Organisasi tidak memiliki undangan terbuka di alamat ini.",
    )
    remedy = Text("Look at the list of invitations.", "Lihat daftar undangan.")


class InvitationOver(Denied):
    """The same for one that never was, was accepted, taken back, or is too old."""

    slug = "invitation-over"
    title = Text("The invitation is no longer valid", "Undangan sudah tidak berlaku")
    detail = Text(
        "It was accepted already, taken back, or is older than seven days.",
        "Undangan sudah diterima, ditarik kembali, atau lebih dari tujuh hari.",
    )
    remedy = Text(
        "Ask the organisation to send it again.",
        "Minta organisasi mengirimkannya kembali.",
    )


class InvitationForAnother(Denied):
    slug = "invitation-for-another"
    title = Text("The invitation is for another address", "Undangan untuk alamat lain")
    detail = Text(
        "You are signed in with another e-mail address than the invited one.",
        "Anda masuk dengan alamat surel yang berbeda dari yang diundang.",
    )
    remedy = Text(
        "Sign out, and follow the link in the letter again.",
        "Keluar dahulu, lalu buka kembali tautan dalam surat.",
    )


class LetterTooSoon(HttpProblem):
    status = 429
    slug = "invitation-letter-too-soon"
    title = Text("The letter was sent already", "Surat sudah dikirim")
    detail = Text(
        "It was sent a moment ago, or {limit} times in all.",
        "Surat baru saja dikirim, atau sudah {limit} kali.",
    )
    remedy = Text(
        "Wait two minutes; after {limit} letters take the invitation back.",
        "Tunggu dua menit; setelah {limit} surat, tarik undangannya.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "120"}
