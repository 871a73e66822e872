"""Every scope that a token can have: in words for developers, and for people."""

from core.text import Text

# Scope -> what it lets a client do, in words for a partner's developer.
SCOPES: dict[str, str] = {
    "openid": "Know the participant by a pairwise id, in an id_token and at userinfo.",
    "catalog:read": "Read courses, schedules and offerings.",
    "catalog:write": "Write and import the courses of this institution.",
    "trainers:manage": "Register, read and change the trainers of this institution.",
    "offerings:write": "Answer what institutions propose to this platform to list.",
    "profile:read": "Know the participant by a pairwise id, and her first name.",
    "balance:read": "Read the participant's training balance.",
    "orders:write": "Buy and void courses with the participant's training balance.",
    "orders:read": "Read the orders that this platform placed.",
    "vouchers:verify": "Check vouchers of this institution and start verifications.",
    "learning:write": "Report results and completion of this institution's classes.",
    "certificates:read": "Read the certificates of this institution's classes.",
    "links:manage": "Read and end links with participants, name your accounts of them.",
    "webhooks:manage": "Manage the webhook endpoints of this organisation.",
    "events:read": "Read the events that concern this organisation.",
    "programme:manage": "Run batches: open, close, select, decide and award.",
    "disputes:manage": "Read and close what participants say was not done by them.",
    "programme:read": "Read batches, schemes and their figures.",
    "participants:reveal": "Show personal data in clear, for a reason, on the record.",
    "registrations:write": "Register participants in the programme's own applications.",
    "participant:self": "Act as the participant in the programme's own application.",
    "staff:act": "Act as a member of an organisation's staff, as far as her roles go.",
}

# What a person reads before she consents (OA-22): all that needs her consent.
CONSENT: dict[str, Text] = {
    "openid": Text(
        "Recognise you by a number that only this platform gets, when you sign in with"
        " your account here.",
        "Mengenali Anda dengan nomor yang hanya diberikan kepada platform ini, saat"
        " Anda masuk dengan akun Anda di sini.",
    ),
    "profile:read": Text(
        "Know your first name, and recognise you by a number that only this platform"
        " gets. Your identity number, address and phone are not shared.",
        "Mengetahui nama depan Anda, dan mengenali Anda dengan nomor yang hanya"
        " diberikan kepada platform ini. NIK, alamat dan telepon tidak dibagikan.",
    ),
    "balance:read": Text(
        "See how much training balance you have, and until when you can use it.",
        "Melihat sisa saldo pelatihan Anda dan batas waktu penggunaannya.",
    ),
    "orders:write": Text(
        "Buy courses for you and cancel them, paid from your training balance.",
        "Membeli pelatihan untuk Anda dan membatalkannya dengan saldo pelatihan Anda.",
    ),
    "orders:read": Text(
        "See the courses that you bought through this platform.",
        "Melihat pelatihan yang Anda beli melalui platform ini.",
    ),
    "participant:self": Text(
        "Do in the programme whatever you can do yourself: join a batch, confirm"
        " attendance, and choose the account to which incentives are paid.",
        "Melakukan apa pun yang dapat Anda lakukan sendiri dalam program: mengikuti"
        " gelombang, mengonfirmasi kehadiran, dan memilih rekening insentif.",
    ),
    "staff:act": Text(
        "Do for the organisations that you work for whatever your roles there allow.",
        "Bertindak untuk organisasi tempat Anda bekerja, sejauh peran Anda di sana.",
    ),
}

# Said on top when one of the scopes lets a client spend.
MONEY_WARNING = Text(
    "This platform will be able to spend up to your whole training balance. It cannot"
    " touch any other money of yours.",
    "Platform ini akan dapat memakai hingga seluruh saldo pelatihan Anda. Uang Anda"
    " yang lain tidak tersentuh.",
)
SPENDING_SCOPES = frozenset({"orders:write", "participant:self"})

# A client gets the first by a person's consent only, the second on its own account.
PERSON_SCOPES = frozenset(CONSENT)
CLIENT_SCOPES = frozenset(SCOPES) - PERSON_SCOPES | {"orders:read"}

# Only clients of the programme's operator may be given these.
OPERATOR_SCOPES = frozenset(
    {
        "disputes:manage",
        "programme:manage",
        "participant:self",
        "participants:reveal",
        "registrations:write",
        "staff:act",
    }
)

# What moves money or spends a voucher on the client's own authority (OA-11): it buys
# from balances that it was linked to, starts the verification that redeems a voucher,
# reports the results after which a provider is paid, or awards balances. Consents to
# one act are left out, as she sees the price of each; so are the programme's own
# applications, in which the person herself acts.
HIGH_VALUE_SCOPES = frozenset(
    {"orders:write", "vouchers:verify", "learning:write", "programme:manage"}
)
