"""Why an account or a payment was refused, in words, and how to mend it (feature 3).

The codes are the partner's and a few of our own. Programme rules, section 7, has the
reasons for failure that participants met.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.text import Text


class Cause(StrEnum):
    """Who can mend it: the participant with another account, or the programme. With
    an unclear one nobody is paid again before a person has looked."""

    ACCOUNT = "account"
    PROGRAMME = "programme"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reason:
    """One reason for a refusal, with what the participant can do."""

    code: str
    cause: Cause
    title: Text
    how_to_fix: Text


HOLDER_NAME_MISMATCH = "holder_name_mismatch"
KYC_NOT_DONE = "kyc_not_done"
PARTNER_ERROR = "partner_error"

_ANOTHER = Text(
    "Link another active account in your own name.",
    "Tautkan rekening lain yang aktif atas nama sendiri.",
)
_WAIT = Text(
    "Nothing for you to do: the programme pays again by itself.",
    "Tidak ada yang perlu dilakukan: program membayar ulang secara otomatis.",
)
_CLOSED = Text(
    "The account is closed or not active", "Rekening ditutup atau tidak aktif"
)
_MISSING = Text("There is no such account", "Nomor rekening tidak ditemukan")
_NAME = Text("The account is in another name", "Nama pemilik rekening tidak sesuai KTP")
_SHORT = Text(
    "The programme's account could not pay", "Rekening program belum dapat membayar"
)

_REASONS = [
    Reason("account_closed", Cause.ACCOUNT, _CLOSED, _ANOTHER),
    Reason("account_inactive", Cause.ACCOUNT, _CLOSED, _ANOTHER),
    Reason(
        "account_frozen",
        Cause.ACCOUNT,
        Text("The account is frozen", "Rekening diblokir"),
        Text(
            "Ask your bank to lift the block, or link another account of yours.",
            "Minta bank membuka blokir, atau tautkan rekening lain milik Anda.",
        ),
    ),
    Reason("no_account", Cause.ACCOUNT, _MISSING, _ANOTHER),
    Reason("invalid_account_number", Cause.ACCOUNT, _MISSING, _ANOTHER),
    Reason("incorrect_account_holder_name", Cause.ACCOUNT, _NAME, _ANOTHER),
    Reason(
        HOLDER_NAME_MISMATCH,
        Cause.ACCOUNT,
        _NAME,
        Text(
            "Link an account in the name that is on your identity card.",
            "Tautkan rekening dengan nama yang sama seperti di KTP.",
        ),
    ),
    Reason(
        KYC_NOT_DONE,
        Cause.ACCOUNT,
        Text(
            "The wallet or bank has not verified who you are",
            "Identitas Anda belum diverifikasi bank atau dompet digital",
        ),
        Text(
            "Upgrade the wallet with your identity card (KYC), then link it again.",
            "Tingkatkan akun dompet digital dengan KTP (KYC), lalu tautkan lagi.",
        ),
    ),
    Reason("balance_insufficient", Cause.PROGRAMME, _SHORT, _WAIT),
    Reason("insufficient_funds", Cause.PROGRAMME, _SHORT, _WAIT),
    Reason(
        PARTNER_ERROR,
        Cause.PROGRAMME,
        Text("The payment partner had a fault", "Terjadi gangguan di mitra pembayaran"),
        _WAIT,
    ),
]
_BY_CODE = {reason.code: reason for reason in _REASONS}


def told(code: str) -> str:
    """The code as events tell it: a word of ours, and `unclear` for one that we do not
    know, since a partner may write anything into it (WH-08)."""
    return code if code in _BY_CODE else "unclear"


def reason_for(code: str) -> Reason:
    """The words for a code; one that is not known is for a person to look at."""
    return _BY_CODE.get(code) or Reason(
        code,
        Cause.UNCLEAR,
        Text("The payment partner refused", "Mitra pembayaran menolak"),
        Text(
            "Support looks into it; the money stays reserved for you.",
            "Tim dukungan sedang memeriksa; dana tetap tersedia untuk Anda.",
        ),
    )
