"""Why a payout account or a callback is refused."""

from core.errors import Conflict, Denied, Malformed, NotFound
from core.text import Text


class ChannelUnknown(Malformed):
    slug = "payout-channel-unknown"
    title = Text("The programme does not pay there", "Kanal tidak tersedia")
    detail = Text(
        "{channel} is none of the programme's banks and wallets.",
        "{channel} bukan bank atau dompet digital mitra program.",
    )
    remedy = Text("Choose one of: {known}.", "Pilih salah satu: {known}.")


class AccountNumberMalformed(Malformed):
    slug = "payout-account-number-malformed"
    title = Text("The number cannot be an account", "Nomor rekening tidak sesuai")
    detail = Text(
        "An account or wallet number has 8 to 20 digits.",
        "Nomor rekening atau dompet digital terdiri dari 8 sampai 20 angka.",
    )
    remedy = Text(
        "Copy the number from the bank's or the wallet's own application.",
        "Salin nomor dari aplikasi bank atau dompet digital.",
    )


class ParticipantMissing(NotFound):
    slug = "not-a-participant"
    title = Text("There is no participant here yet", "Belum terdaftar sebagai peserta")
    detail = Text(
        "The account has no registration as a participant, so it earns no incentive.",
        "Akun ini belum terdaftar sebagai peserta sehingga tidak menerima insentif.",
    )
    remedy = Text(
        "Register as a participant first.", "Daftar sebagai peserta terlebih dahulu."
    )


class AccountAlreadyLinked(Conflict):
    slug = "payout-account-already-linked"
    title = Text("This account is linked already", "Rekening ini sudah tertaut")
    detail = Text(
        "The same bank or wallet with the same number is your account; it is {state}.",
        "Rekening dengan nomor yang sama sudah tertaut; statusnya {state}.",
    )
    remedy = Text(
        "Nothing needs to be done. Link another account to replace it.",
        "Tidak ada yang perlu dilakukan. Tautkan rekening lain untuk menggantinya.",
    )


class AccountBelongsToAnother(Conflict):
    """Whose it is stays untold, so that numbers cannot be probed for people."""

    slug = "payout-account-belongs-to-another"
    title = Text("The account is in use", "Rekening sudah digunakan")
    detail = Text(
        "Another participant is paid to this account; an account serves one person.",
        "Rekening ini sudah dipakai peserta lain; satu rekening untuk satu orang.",
    )
    remedy = Text(
        "Link an account in your own name. If this one is yours, contact support.",
        "Tautkan rekening atas nama sendiri. Bila ini rekening Anda, hubungi dukungan.",
    )


class CallbackRefused(Denied):
    slug = "callback-refused"
    title = Text("The callback is not proven genuine", "Callback tidak terbukti asli")
    detail = Text(
        "Its signature is missing, too old, or does not match the body.",
        "Tanda tangannya tidak ada, terlalu lama, atau tidak cocok dengan isinya.",
    )
    remedy = Text(
        "Sign the raw body with the endpoint's secret at the time of sending.",
        "Tanda tangani isi mentah dengan rahasia endpoint pada saat pengiriman.",
    )


class CallbackUnreadable(Malformed):
    slug = "callback-unreadable"
    title = Text("The callback is no event", "Callback bukan sebuah peristiwa")
    detail = Text(
        "The body is not one JSON object with id, type and data.object.",
        "Isinya bukan satu objek JSON dengan id, type dan data.object.",
    )
    remedy = Text(
        "Send the event object as the partner's contract describes it.",
        "Kirim objek peristiwa sesuai kontrak mitra.",
    )
