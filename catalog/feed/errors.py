"""The feed's ways of saying no."""

from core.errors import Conflict, NotFound
from core.text import Text
from openapi.problems import HttpProblem


class SnapshotNeeded(HttpProblem):
    status = 410
    slug = "catalog-snapshot-needed"
    title = Text(
        "These changes are not kept any more", "Perubahan ini tidak disimpan lagi"
    )
    detail = Text(
        "The feed keeps the changes after number {floor}.",
        "Umpan menyimpan perubahan setelah nomor {floor}.",
    )
    remedy = Text(
        "Take a snapshot at /v1/catalog/snapshot and go on from its number.",
        "Ambil salinan penuh di /v1/catalog/snapshot lalu lanjutkan dari nomornya.",
    )


class SequenceAhead(NotFound):
    slug = "catalog-sequence-ahead"
    title = Text("The feed has no such number", "Umpan tidak memiliki nomor itu")
    detail = Text(
        "The last number of your feed is {sequence}.",
        "Nomor terakhir umpan Anda adalah {sequence}.",
    )
    remedy = Text(
        "If you have read further than that, you read another deployment's feed: take"
        " a snapshot.",
        "Jika Anda sudah membaca lebih jauh, itu umpan dari sistem lain: ambil salinan"
        " penuh.",
    )


class HoldNotFound(NotFound):
    slug = "catalog-hold-not-found"
    title = Text("There is no such hold", "Penahanan tidak ditemukan")
    detail = Text(
        "No removals were held under this id.",
        "Tidak ada penghapusan yang ditahan dengan id ini.",
    )
    remedy = Text(
        "List them at /v1/catalog/holds.", "Lihat daftarnya di /v1/catalog/holds."
    )


class HoldIsOver(Conflict):
    slug = "catalog-hold-is-over"
    title = Text("The hold is over", "Penahanan sudah berakhir")
    detail = Text(
        "It has been {state} already.", "Penahanan ini sudah berstatus {state}."
    )
    remedy = Text(
        "Nothing is left to decide here; look at the platform's open holds.",
        "Tidak ada lagi yang perlu diputuskan; lihat penahanan yang masih terbuka.",
    )
