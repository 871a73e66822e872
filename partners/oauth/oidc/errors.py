"""Why a platform cannot have a person signed out."""

from core.errors import Malformed
from core.text import Text


class SignOutUnusable(Malformed):
    slug = "sign-out-request-unusable"
    title = Text(
        "The platform's wish cannot be read", "Permintaan platform tidak terbaca"
    )
    detail = Text(
        "A platform asked us to sign you out, with something that is not of ours. You"
        " are still signed in.",
        "Sebuah platform meminta Anda dikeluarkan dengan data yang bukan dari kami."
        " Anda masih masuk.",
    )
    remedy = Text(
        "Sign out with the button above, if that is what you want.",
        "Keluarlah dengan tombol di atas bila itu yang Anda inginkan.",
    )
