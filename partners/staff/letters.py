"""What the platform writes to people about where they work."""

from core.mail import Letter
from core.text import Text

INVITATION = Letter(
    "staff-invitation",
    Text("{organisation} invites you", "{organisation} mengundang Anda"),
    (
        Text(
            "{organisation} would like you to join its staff, as: {roles}. See what"
            " that means, and accept:",
            "{organisation} mengundang Anda menjadi stafnya, sebagai: {roles}. Lihat"
            " dan terima di sini:",
        ),
        Text("{link}", "{link}"),
        Text(
            "The invitation is good for seven days, and for this address alone. If you"
            " do not know {organisation}, do nothing.",
            "Undangan berlaku tujuh hari, hanya untuk alamat ini. Jika Anda tidak"
            " mengenal {organisation}, abaikan saja.",
        ),
    ),
)

ROLES_CHANGED = Letter(
    "staff-roles-changed",
    Text("Your roles at {organisation}", "Peran Anda di {organisation}"),
    (
        Text(
            "An owner of {organisation} changed your roles. They are now: {roles}.",
            "Pemilik {organisation} mengubah peran Anda. Sekarang: {roles}.",
        ),
    ),
)

SEAT_ENDED = Letter(
    "staff-seat-ended",
    Text(
        "You no longer work for {organisation}", "Anda bukan lagi staf {organisation}"
    ),
    (
        Text(
            "Your seat at {organisation} was ended. You can do nothing there any more;"
            " your own account is not touched.",
            "Anda tidak lagi menjadi staf {organisation}. Akun Anda sendiri tetap ada.",
        ),
    ),
)
