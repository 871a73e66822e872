"""The ways in which proposals and offerings say no."""

from core.errors import Conflict, NotFound
from core.text import Text


class PlatformUnknown(Conflict):
    slug = "platform-unknown"
    title = Text("There is no such platform", "Platform tidak ditemukan")
    detail = Text(
        "No digital platform that sells at present has this code.",
        "Tidak ada platform digital yang sedang menjual dengan kode ini.",
    )
    remedy = Text("Check the platform's code.", "Periksa kode platformnya.")


class ProposalNotFound(NotFound):
    """Also the answer for somebody else's proposal: it is not to be known."""

    slug = "proposal-not-found"
    title = Text("There is no such proposal", "Usulan tidak ditemukan")
    detail = Text(
        "Your organisation has no proposal with this id.",
        "Organisasi Anda tidak memiliki usulan dengan id ini.",
    )
    remedy = Text("List the proposals.", "Lihat daftar usulan.")


class OwnOfferingNotFound(NotFound):
    """Also the answer for somebody else's offering: it is not to be known."""

    slug = "own-offering-not-found"
    title = Text("There is no such offering", "Penawaran tidak ditemukan")
    detail = Text(
        "Your organisation has no offering with this id that is listed.",
        "Organisasi Anda tidak memiliki penawaran terdaftar dengan id ini.",
    )
    remedy = Text("List the offerings of the course.", "Lihat daftar penawaran.")


class ProposalWaiting(Conflict):
    slug = "proposal-waiting"
    title = Text("A proposal is waiting already", "Usulan lain masih menunggu")
    detail = Text(
        "The platform has not answered the one before.",
        "Platform belum menjawab usulan sebelumnya.",
    )
    remedy = Text(
        "Wait for the answer, or take that proposal back first.",
        "Tunggu jawabannya, atau tarik usulan itu dahulu.",
    )


class ProposalEnded(Conflict):
    slug = "proposal-ended"
    title = Text("The proposal is not waiting any more", "Usulan sudah selesai")
    detail = Text("It is {state}.", "Statusnya {state}.")
    remedy = Text(
        "The institution can propose it anew.", "Lembaga dapat mengusulkan lagi."
    )


class NothingProposed(Conflict):
    slug = "proposal-changes-nothing"
    title = Text("That is agreed already", "Itu sudah disepakati")
    detail = Text(
        "The platform lists the course at this price and commission.",
        "Platform sudah menawarkan pelatihan dengan harga dan komisi ini.",
    )
    remedy = Text("Propose another price.", "Usulkan harga lain.")


class CommissionTooHigh(Conflict):
    slug = "commission-too-high"
    title = Text("The commission is too high", "Komisi terlalu tinggi")
    detail = Text(
        "{commission_bps} basis points are proposed; the programme allows {most}.",
        "Diusulkan {commission_bps} basis poin; program mengizinkan {most}.",
    )
    remedy = Text("Propose at most {most}.", "Usulkan paling tinggi {most}.")


class PriceAboveCap(Conflict):
    slug = "price-above-cap"
    title = Text("The price is above the category's cap", "Harga melebihi batas")
    detail = Text(
        "Courses of this category cost at most {cap}.",
        "Pelatihan pada kategori ini paling tinggi {cap}.",
    )
    remedy = Text("Propose at most {cap}.", "Usulkan paling tinggi {cap}.")


class LeavingTooSoon(Conflict):
    slug = "offering-leaves-too-soon"
    title = Text("The notice is too short", "Pemberitahuan terlalu singkat")
    detail = Text(
        "An offering is withdrawn {days} days after it is announced at the earliest.",
        "Penawaran ditarik paling cepat {days} hari setelah diberitahukan.",
    )
    remedy = Text(
        "Leave `leaves_at` out for the earliest time, {earliest}.",
        "Kosongkan `leaves_at` untuk waktu paling awal, {earliest}.",
    )
