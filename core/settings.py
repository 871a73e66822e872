"""Configuration: read from the environment once, checked at the start.

Nothing else reads the environment. Each field says which variable sets it; the table in
docs/operations/configuration.md comes from here. Secrets have defaults that only
development and tests may use: production refuses to start with them.
"""

import base64
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core import variables


class BadSetting(SystemExit):
    """A variable holds something that it cannot hold; the message says what it may."""

    def __init__(self, variable: str, accepts: str) -> None:
        super().__init__(f"{variable} is not usable: it accepts {accepts}.")
        self.variable = variable


def _setting(
    variable: str,
    read: Callable[[str], Any],
    accepts: str,
    default: str | None = None,
    *,
    secret: bool = False,
) -> Any:
    return field(
        metadata={
            "variable": variable,
            "read": read,
            "accepts": accepts,
            "default": default,
            "secret": secret,
        }
    )


def _development_key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting of the deployment. See `from_environment`."""

    environment: str = _setting(
        "MARKETPLACE_ENV",
        variables.environment,
        "development, test or production",
        "development",
    )
    database_url: str = _setting(
        "DATABASE_URL",
        variables.database_url,
        "postgresql://user:password@host:port/database",
    )
    database_pool_size: int = _setting(
        "DATABASE_POOL_SIZE",
        variables.count,
        "a whole number of connections, 1 or more",
        "8",
    )
    database_pre_ping: bool = _setting(
        "DATABASE_PRE_PING", variables.switch, "true or false", "true"
    )
    database_prepare_threshold: int | None = _setting(
        "DATABASE_PREPARE_THRESHOLD",
        variables.optional_count,
        "a whole number, or none (for PgBouncer)",
        "5",
    )
    public_url: str = _setting(
        "PUBLIC_URL",
        variables.url,
        "the address under which people and partners reach us, http(s)://host",
        "http://127.0.0.1:8000",
    )
    trusted_proxies: tuple[variables.Network, ...] = _setting(
        "TRUSTED_PROXIES",
        variables.networks,
        "networks (CIDR) of the proxies that may name the client's address and scheme,"
        " separated by commas, or none",
        "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7",
    )
    secret_key: str = _setting(
        "SECRET_KEY",
        variables.text,
        "a random text that signs cookies and nonces",
        "dev-cookie",
        secret=True,
    )
    data_keys: dict[str, bytes] = _setting(
        "DATA_KEYS",
        variables.keys,
        "name:base64 of 32 bytes, separated by commas, the active one first",
        "dev:" + _development_key("d"),
        secret=True,
    )
    index_key: bytes = _setting(
        "INDEX_KEY",
        variables.key,
        "base64 of 32 bytes",
        _development_key("i"),
        secret=True,
    )
    subject_key: bytes = _setting(
        "SUBJECT_KEY",
        variables.key,
        "base64 of 32 bytes",
        _development_key("s"),
        secret=True,
    )
    signing_key: bytes = _setting(
        "SIGNING_KEY",
        variables.key,
        "base64 of a 32-byte Ed25519 seed, which signs certificates",
        _development_key("c"),
        secret=True,
    )
    retired_signing_keys: tuple[bytes, ...] = _setting(
        "RETIRED_SIGNING_KEYS",
        variables.public_keys,
        "base64 of 32-byte Ed25519 public keys that once signed, separated by commas",
        "",
    )
    token_key_days: int = _setting(
        "TOKEN_KEY_DAYS",
        variables.count,
        "a whole number of days, 1 or more: how long a key signs id_tokens",
        "90",
    )
    catalog_guard_bps: int = _setting(
        "CATALOG_GUARD_BPS",
        variables.count,
        "basis points: a platform's set that loses more than this share of what it had"
        " in the last hour waits for a person",
        "1000",
    )
    catalog_guard_items: int = _setting(
        "CATALOG_GUARD_ITEMS",
        variables.count,
        "but a loss of fewer courses than this does not, unless the set becomes empty",
        "20",
    )
    catalog_feed_days: int = _setting(
        "CATALOG_FEED_DAYS",
        variables.count,
        "for how many days changes of the catalogue feed are kept",
        "30",
    )
    step_up_minutes: int = _setting(
        "STEP_UP_MINUTES",
        variables.count,
        "for how many minutes a second factor counts as just shown",
        "10",
    )
    people_per_address: int = _setting(
        "PEOPLE_PER_ADDRESS",
        variables.count,
        "how many people may come from one network address at a time (a hall where"
        " people register, an office, a carrier): limits on registering and signing up"
        " go by it",
        "100",
    )
    programme_name: str = _setting(
        "PROGRAMME_NAME",
        variables.text,
        "the programme's name, as certificates print it",
        "Training Marketplace",
    )
    payment_url: str = _setting(
        "PAYMENT_URL",
        variables.url,
        "the payment partner's address",
        "http://127.0.0.1:8010",
    )
    payment_key: str = _setting(
        "PAYMENT_KEY",
        variables.text,
        "the payment partner's secret key",
        "sk_dev",
        secret=True,
    )
    payment_webhook_secret: str = _setting(
        "PAYMENT_WEBHOOK_SECRET",
        variables.text,
        "the secret that signs the payment partner's callbacks",
        "whsec_dev",
        secret=True,
    )
    smtp_url: str = _setting(
        "SMTP_URL",
        variables.smtp_url,
        "smtps://user:password@host:port (TLS), smtp://… (STARTTLS) or"
        " smtp+plain://127.0.0.1:port (a relay on this machine)",
        "",
        secret=True,
    )
    mail_from: str = _setting(
        "MAIL_FROM",
        variables.address,
        "the e-mail address from which the platform writes",
        "no-reply@localhost",
    )
    mail_folder: Path = _setting(
        "MAIL_FOLDER",
        variables.path,
        "without SMTP_URL, in development: a folder for mail as files",
        ".mail",
    )
    allow_private_webhooks: bool = _setting(
        "ALLOW_PRIVATE_WEBHOOKS",
        variables.switch,
        "true or false; true lets webhooks reach private addresses, for demos only",
        "false",
    )
    files_folder: Path = _setting(
        "FILES_FOLDER",
        variables.path,
        "a folder that web and worker processes share, outside any web root",
        ".files",
    )
    clamav_address: str = _setting(
        "CLAMAV_ADDRESS",
        str.strip,
        "host:port of clamd, or the path of its socket; nothing for no such scanner",
        "",
    )
    zone: ZoneInfo = _setting(
        "PROGRAMME_ZONE",
        variables.zone,
        "a time zone such as Asia/Jakarta",
        "Asia/Jakarta",
    )
    currency: str = _setting("CURRENCY", variables.text, "an ISO 4217 code", "IDR")
    log_level: str = _setting(
        "LOG_LEVEL", variables.text, "DEBUG, INFO, WARNING or ERROR", "INFO"
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read and check all settings; raises BadSetting, which names the variable."""
        source = os.environ if environ is None else environ
        values = {item.name: _read(item.metadata, source) for item in fields(cls)}
        settings = cls(**values)
        if settings.is_production:
            _refuse_defaults(source)
        return settings

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_secure(self) -> bool:
        """Whether people reach us over TLS, so that cookies may say Secure."""
        return self.public_url.startswith("https://")


def _read(setting: Mapping[str, Any], source: Mapping[str, str]) -> Any:
    raw = source.get(setting["variable"], setting["default"])
    if raw is None:
        raise BadSetting(setting["variable"], setting["accepts"] + " (and must be set)")
    try:
        return setting["read"](raw)
    except (ValueError, KeyError) as error:
        raise BadSetting(setting["variable"], setting["accepts"]) from error


def _refuse_defaults(source: Mapping[str, str]) -> None:
    """In production every secret is set and is not the published default."""
    for item in fields(Settings):
        if not item.metadata["secret"]:
            continue
        given = source.get(item.metadata["variable"])
        if given is None or given == item.metadata["default"]:
            raise BadSetting(
                item.metadata["variable"],
                item.metadata["accepts"] + "; production refuses the built-in default",
            )
    if not Path(source.get("FILES_FOLDER", "")).is_absolute():
        raise BadSetting("FILES_FOLDER", "an absolute path in production")
    if "MAIL_FROM" not in source:
        raise BadSetting("MAIL_FROM", "an address of the deployment's own")
    if not source.get("PUBLIC_URL", "").startswith("https://"):
        raise BadSetting("PUBLIC_URL", "an https:// address in production")
    if source.get("ALLOW_PRIVATE_WEBHOOKS", "false").lower() not in (
        "false",
        "0",
        "no",
    ):
        raise BadSetting("ALLOW_PRIVATE_WEBHOOKS", "only false in production")
