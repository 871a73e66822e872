"""Settings are checked at the start, and a bad one names its variable."""

import base64

import pytest

from core.settings import BadSetting, Settings

URL = "postgresql://user:password@db.example:5432/marketplace"


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


PRODUCTION = {
    "MARKETPLACE_ENV": "production",
    "DATABASE_URL": URL,
    "PUBLIC_URL": "https://training.example",
    "SECRET_KEY": "a random text",
    "DATA_KEYS": f"k1:{key('1')}",
    "INDEX_KEY": key("2"),
    "SUBJECT_KEY": key("3"),
    "SIGNING_KEY": key("4"),
    "PAYMENT_KEY": "sk_live",
    "PAYMENT_WEBHOOK_SECRET": "whsec_live",
    "SMTP_URL": "smtps://user:password@mail.example",
    "MAIL_FROM": "no-reply@training.example",
    "FILES_FOLDER": "/srv/training/files",
}


def test_a_database_is_all_that_development_needs():
    settings = Settings.from_environment({"DATABASE_URL": URL})

    assert settings.environment == "development"
    assert settings.database_url == URL.replace("postgresql:", "postgresql+psycopg:")
    assert settings.is_secure is False


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MARKETPLACE_ENV", "staging"),
        ("DATABASE_URL", "mysql://db.example/marketplace"),
        ("DATABASE_URL", ""),
        ("DATABASE_POOL_SIZE", "0"),
        ("DATABASE_POOL_SIZE", "many"),
        ("DATABASE_PRE_PING", "perhaps"),
        ("DATABASE_PREPARE_THRESHOLD", "0"),
        ("PUBLIC_URL", "training.example"),
        ("SECRET_KEY", " "),
        ("DATA_KEYS", "k1"),
        ("DATA_KEYS", f"k1:{key('1')[:20]}"),
        ("DATA_KEYS", f":{key('1')}"),
        ("DATA_KEYS", f"k1:{key('2')},k1:{key('1')}"),
        ("INDEX_KEY", "c2hvcnQ="),
        ("INDEX_KEY", "***"),
        ("ALLOW_PRIVATE_WEBHOOKS", "2"),
        ("PROGRAMME_ZONE", "Asia/Atlantis"),
        ("SMTP_URL", "mail.example"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtp://:25"),
        ("SMTP_URL", "smtp://mail.example:0"),
        ("SMTP_URL", "smtp+plain://mail.example"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "no body@training.example"),
    ],
)
def test_a_bad_value_stops_the_start_and_names_its_variable(variable, value):
    with pytest.raises(BadSetting) as stop:
        Settings.from_environment({"DATABASE_URL": URL, variable: value})

    assert stop.value.variable == variable
    assert str(stop.value).startswith(f"{variable} is not usable: it accepts ")


def test_the_message_about_a_bad_secret_does_not_show_it():
    with pytest.raises(BadSetting) as stop:
        Settings.from_environment({"DATABASE_URL": URL, "INDEX_KEY": "hush-hush"})

    assert "hush-hush" not in str(stop.value)


def test_production_starts_when_everything_is_set():
    settings = Settings.from_environment(PRODUCTION)

    assert settings.is_production
    assert settings.is_secure


@pytest.mark.parametrize(
    "secret",
    [
        "SECRET_KEY",
        "DATA_KEYS",
        "INDEX_KEY",
        "SUBJECT_KEY",
        "SIGNING_KEY",
        "PAYMENT_KEY",
        "PAYMENT_WEBHOOK_SECRET",
        "SMTP_URL",
        "MAIL_FROM",
    ],
)
def test_production_refuses_a_secret_that_is_missing(secret):
    """SC-12."""
    environment = {name: text for name, text in PRODUCTION.items() if name != secret}

    with pytest.raises(BadSetting) as stop:
        Settings.from_environment(environment)

    assert stop.value.variable == secret


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", "dev-cookie"),
        ("INDEX_KEY", key("i")),
        ("PUBLIC_URL", "http://training.example"),
        ("ALLOW_PRIVATE_WEBHOOKS", "true"),
        ("FILES_FOLDER", ".files"),
    ],
)
def test_production_refuses_what_is_for_development(variable, value):
    with pytest.raises(BadSetting) as stop:
        Settings.from_environment({**PRODUCTION, variable: value})

    assert stop.value.variable == variable
