"""Why a token key cannot be rotated or withdrawn."""

from core.errors import Conflict, NotFound
from core.text import Text


class TokenKeyTooYoung(Conflict):
    slug = "token-key-too-young"
    title = Text(
        "The next key is not known everywhere yet",
        "Kunci berikutnya belum dikenal di mana-mana",
    )
    detail = Text(
        "The next key is published since {published_at} and may sign from {usable_at}"
        " on: until then a client may still keep a key set without it.",
        "Kunci berikutnya diterbitkan pada {published_at} dan boleh dipakai mulai"
        " {usable_at}: sampai saat itu klien mungkin masih menyimpan set kunci lama.",
    )
    remedy = Text(
        "Rotate after that; withdraw the active key instead if it leaked.",
        "Rotasi setelah itu; bila kunci aktif bocor, tarik kunci tersebut.",
    )


class TokenKeyMoveIllegal(Conflict):
    slug = "token-key-move"
    title = Text("The key cannot change this way", "Kunci tidak dapat diubah demikian")
    detail = Text(
        "The key is {state}, from where it cannot become {wanted}.",
        "Status kunci {state}, sehingga tidak dapat menjadi {wanted}.",
    )
    remedy = Text("Look at the list of keys.", "Lihat daftar kunci.")


class TokenKeyNotFound(NotFound):
    slug = "token-key-not-found"
    title = Text("There is no such key", "Kunci tidak ditemukan")
    detail = Text("No token key has this name.", "Tidak ada kunci token bernama itu.")
    remedy = Text("Look at the list of keys.", "Lihat daftar kunci.")
