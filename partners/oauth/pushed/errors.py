"""Why a pushed request cannot be answered any more; a page for the person."""

from core.errors import Malformed
from core.text import Text


class PushedRequestGone(Malformed):
    slug = "pushed-request-gone"
    title = Text(
        "The platform's request is over", "Permintaan dari platform sudah berakhir"
    )
    detail = Text(
        "The link is too old, was answered already, or belongs to another platform.",
        "Tautan sudah kedaluwarsa, sudah dijawab, atau milik platform lain.",
    )
    remedy = Text(
        "Go back to the platform and start there again.",
        "Kembali ke platform dan mulai lagi dari sana.",
    )
