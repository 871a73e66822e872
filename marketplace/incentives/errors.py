"""Why an incentive is not paid again."""

from core.errors import Conflict, NotFound
from core.text import Text


class IncentiveNotFound(NotFound):
    slug = "incentive-not-found"
    title = Text("There is no such incentive", "Insentif tidak ditemukan")
    detail = Text(
        "No incentive has this id.", "Tidak ada insentif dengan identitas ini."
    )
    remedy = Text("Check the id.", "Periksa kembali identitasnya.")


class IncentiveNotFailed(Conflict):
    slug = "incentive-not-failed"
    title = Text("The payment has not failed", "Pembayaran tidak gagal")
    detail = Text(
        "The incentive is {state}; only a failed one is paid again.",
        "Status insentif: {state}; hanya yang gagal yang dibayar ulang.",
    )
    remedy = Text(
        "Wait until its payment has ended.", "Tunggu sampai pembayarannya berakhir."
    )
