"""Why accounts cannot be linked so."""

from core.errors import Conflict, NotFound
from core.text import Text


class LinkedAccountNotFound(NotFound):
    slug = "linked-account-not-found"
    title = Text("No such participant is linked", "Peserta tersebut tidak tertaut")
    detail = Text(
        "Your organisation has no linked participant with this subject at present.",
        "Organisasi Anda saat ini tidak memiliki peserta tertaut dengan subjek ini.",
    )
    remedy = Text(
        "List your links at /v1/linked-accounts; she may have unlinked.",
        "Lihat tautan Anda di /v1/linked-accounts; mungkin peserta sudah memutusnya.",
    )


class PartnerAccountTaken(Conflict):
    slug = "partner-account-taken"
    title = Text(
        "The account there is linked with another participant",
        "Akun di sana sudah tertaut dengan peserta lain",
    )
    detail = Text(
        "One account at a platform belongs to one participant, and this one is linked"
        " with somebody else.",
        "Satu akun di platform hanya untuk satu peserta, dan akun ini sudah tertaut"
        " dengan orang lain.",
    )
    remedy = Text(
        "Sign in at the platform with your own account. If it is yours, the platform"
        " has to end the other link first.",
        "Masuk ke platform dengan akun Anda sendiri. Jika akun itu milik Anda, platform"
        " harus memutus tautan yang lain dahulu.",
    )


class LinkedWithOtherAccount(Conflict):
    slug = "linked-with-other-account"
    title = Text(
        "The participant is linked with another account there",
        "Peserta sudah tertaut dengan akun lain di sana",
    )
    detail = Text(
        "One participant has one account at a platform, and this one is linked with a"
        " different account there.",
        "Satu peserta hanya memiliki satu akun di platform, dan peserta ini sudah"
        " tertaut dengan akun yang berbeda.",
    )
    remedy = Text(
        "Use the account that is linked, or unlink it first; nothing is switched.",
        "Gunakan akun yang tertaut, atau putuskan dahulu; tidak ada yang ditukar.",
    )
