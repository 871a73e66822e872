"""The names and secrets of a demo. They are published here, so they are worth nothing:
the seed refuses to make them in production."""

from collections.abc import Mapping
from dataclasses import dataclass

# Every invented person signs in with this one.
PASSWORD = "belajar sampai bisa"  # noqa: S105 (a published demo password)

# From this secret the authenticators of the demo's staff make their codes; the page
# /_codes shows the code of the moment.
SECOND_FACTOR = "SECONDFACTOROFTHEDEMOSSTAFFONLY2"

# Whose courses begin every half hour, so that a visitor can redeem at once.
INSTITUTION = "luarsekolah"
PLATFORM = "pijar-mahir"
OTHER_INSTITUTION = "vokasee"
OPERATOR = "pmo"
# Invented, as is all that is said about it (marketplace/seed/standing.py).
WARNED, WARNED_NAME = "lembaga-contoh", "Lembaga Contoh"
# The applicant that controls it, invented too.
CONTROLLING = "balai-terampil"
# The operator's reviewer; the second person there decides.
REVIEWER = "onboarding@pmo.example"


@dataclass(frozen=True)
class DemoStaff:
    """Somebody who works for an organisation of the demo since `days_ago` days; her
    password is PASSWORD."""

    organisation: str
    email: str
    name: str
    roles: tuple[str, ...]
    about: str
    days_ago: int = 0


STAFF = (
    DemoStaff(
        OPERATOR,
        "owner@pmo.example",
        "Ratna Wulandari",
        ("owner",),
        "owner at the operator",
    ),
    DemoStaff(
        OPERATOR,
        REVIEWER,
        "Dewi Anggraini",
        ("onboarding",),
        "reviews partners at the operator",
    ),
    DemoStaff(
        OPERATOR,
        "second@pmo.example",
        "Bambang Suryadi",
        ("onboarding", "programme"),
        "the second person at the operator",
    ),
    DemoStaff(
        OPERATOR,
        "treasury@pmo.example",
        "Arief Wibowo",
        ("treasury",),
        "decides about money at the operator",
    ),
    DemoStaff(
        OPERATOR,
        "support@pmo.example",
        "Siti Nurhaliza",
        ("support",),
        "helps people at the operator",
    ),
    DemoStaff(
        OPERATOR,
        "auditor@pmo.example",
        "Sri Rahayu",
        ("auditor",),
        "auditor at the operator: sees who has access where",
    ),
    DemoStaff(
        PLATFORM,
        "owner@platform.example",
        "Yusuf Pratama",
        ("owner",),
        "owner of the digital platform",
    ),
    DemoStaff(
        PLATFORM,
        "developer@platform.example",
        "Maya Sari",
        ("developer",),
        "developer of the digital platform",
    ),
    DemoStaff(
        INSTITUTION,
        "owner@institution.example",
        "Hendra Gunawan",
        ("owner",),
        "owner of the training institution",
    ),
    DemoStaff(
        WARNED,
        "owner@contoh.example",
        "Agus Setiawan",
        ("owner",),
        "owner of an invented institution that was warned once; its access review is"
        " open",
        days_ago=30,
    ),
    DemoStaff(
        WARNED,
        "second@contoh.example",
        "Rina Marlina",
        ("owner",),
        "the second owner of that institution",
        days_ago=30,
    ),
    DemoStaff(
        WARNED,
        "finance@contoh.example",
        "Tono Hartono",
        ("finance",),
        "works there since long ago and never signed in",
        days_ago=200,
    ),
)

# Her seat is at one of the assessors that are drawn for a course when it is seeded.
ASSESSOR = DemoStaff(
    "",
    "assessor@university.example",
    "Endang Lestari",
    ("catalogue",),
    "judges courses for an assessor that was drawn",
)
# Her seat is at the monitors that are drawn for visits when they are seeded.
MONITOR = DemoStaff(
    "",
    "monitor@university.example",
    "Wahyu Hidayat",
    ("delivery",),
    "visits classes for a monitor that was drawn",
)


@dataclass(frozen=True)
class DemoClient:
    """A client of the demo; `secret` None makes it a public one (PKCE alone), unless it
    has a `key`, a private JWK: then it keeps to the high-security profile."""

    organisation: str
    client_id: str
    secret: str | None
    name: str
    redirect_uris: tuple[str, ...]
    grant_types: tuple[str, ...]
    scopes: tuple[str, ...]
    key: Mapping[str, str] | None = None


PLATFORM_CLIENT = DemoClient(
    organisation=PLATFORM,
    client_id="demo-platform",
    secret="demo-platform-secret-published",  # noqa: S106
    name="Pijar Mahir (demo)",
    redirect_uris=("http://127.0.0.1:8001/callback",),
    grant_types=("authorization_code", "refresh_token", "client_credentials"),
    scopes=(
        "catalog:read",
        "openid",
        "profile:read",
        "balance:read",
        "offerings:write",
        "orders:write",
        "orders:read",
        "links:manage",
        "webhooks:manage",
        "events:read",
    ),
)
# The same platform as production wants it: it signs, pushes and binds.
SECURE_PLATFORM_CLIENT = DemoClient(
    organisation=PLATFORM,
    client_id="demo-secure-platform",
    secret=None,
    name="Pijar Mahir, high security (demo)",
    redirect_uris=("http://127.0.0.1:8006/callback",),
    grant_types=("authorization_code", "refresh_token", "client_credentials"),
    scopes=("catalog:read", "profile:read", "balance:read", "orders:write"),
    key={
        "kty": "EC",
        "crv": "P-256",
        "kid": "published",
        "x": "_a8FC4m1Cj_0rETvntdxfJnWMqWZRZMjExd5kplRqdc",
        "y": "OAdiIsBtqsgwt5tVoC8x3gdSf3O4hOY2bm0Iz_xBJMY",
        "d": "oZjMpz4JDwDn41_oR7s_-cgNkNNMrEYDxiS00Dsgvao",
    },
)
INSTITUTION_CLIENT = DemoClient(
    organisation=INSTITUTION,
    client_id="demo-institution",
    secret="demo-institution-secret-published",  # noqa: S106
    name="Luarsekolah (demo)",
    redirect_uris=("http://127.0.0.1:8002/verified",),
    grant_types=("client_credentials",),
    scopes=(
        "catalog:read",
        "catalog:write",
        "trainers:manage",
        "vouchers:verify",
        "learning:write",
        "certificates:read",
        "webhooks:manage",
        "events:read",
    ),
)
# To see what an institution is told about another's vouchers.
OTHER_INSTITUTION_CLIENT = DemoClient(
    organisation=OTHER_INSTITUTION,
    client_id="demo-other-institution",
    secret="demo-other-institution-secret-published",  # noqa: S106
    name="Another institution (demo)",
    redirect_uris=("http://127.0.0.1:8004/verified",),
    grant_types=("client_credentials",),
    scopes=("catalog:read", "vouchers:verify", "learning:write"),
)
OPERATOR_CLIENT = DemoClient(
    organisation=OPERATOR,
    client_id="demo-operator",
    secret="demo-operator-secret-published",  # noqa: S106
    name="Programme management (demo)",
    redirect_uris=(),
    grant_types=("client_credentials",),
    scopes=(
        "programme:manage",
        "programme:read",
        "registrations:write",
        "catalog:read",
        "events:read",
    ),
)
APP_CLIENT = DemoClient(
    organisation=OPERATOR,
    client_id="demo-app",
    secret=None,
    name="The programme's own application (demo)",
    redirect_uris=("http://127.0.0.1:8003/callback",),
    grant_types=("authorization_code", "refresh_token"),
    scopes=("participant:self", "profile:read", "balance:read", "catalog:read"),
)
CONSOLE_CLIENT = DemoClient(
    organisation=OPERATOR,
    client_id="demo-console",
    secret=None,
    name="The programme's console for staff (demo)",
    redirect_uris=("http://127.0.0.1:8005/callback",),
    grant_types=("authorization_code", "refresh_token"),
    scopes=("staff:act", "profile:read"),
)
CLIENTS = (
    PLATFORM_CLIENT,
    SECURE_PLATFORM_CLIENT,
    INSTITUTION_CLIENT,
    OTHER_INSTITUTION_CLIENT,
    OPERATOR_CLIENT,
    APP_CLIENT,
    CONSOLE_CLIENT,
)
