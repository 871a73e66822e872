"""The application: the one place where things are wired together."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Engine

import marketplace.models  # noqa: F401 (the mappers need every table)
from core import unit_of_work
from core.database import make_engine
from core.files import scanning, store
from core.logs import configure_logging
from core.privacy import Vault
from core.settings import Settings
from core.signing import Issuer
from marketplace import blueprints, cli
from marketplace.web import frame
from marketplace.web.kept import keep_bodies
from marketplace.wiring import wire
from openapi.api import Api, undeclared_routes
from openapi.json_provider import OrjsonProvider
from openapi.proxies import TrustedProxies
from openapi.requests import Application, watch_requests
from partners.denials.watching import watch_denials
from partners.oauth import authenticator

MAX_BODY_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Platform:
    """What a process of ours works with, whatever kind of process it is."""

    settings: Settings
    engine: Engine
    vault: Vault
    issuer: Issuer


def make_platform(settings: Settings) -> Platform:
    """Open the engine, bind the units of work, wire the events; once per process."""
    configure_logging(settings.log_level)
    engine = make_engine(settings)
    vault = Vault(settings.data_keys, settings.index_key)
    issuer = make_issuer(settings)
    sessions = unit_of_work.make_sessions(engine, vault, issuer)
    readers = unit_of_work.make_sessions(
        engine.execution_options(isolation_level="AUTOCOMMIT"), vault, issuer
    )
    unit_of_work.configure(sessions, readers)
    store.configure(store.FolderStore(settings.files_folder))
    scanning.configure(scanning.make_scanner(settings.clamav_address))
    wire(settings)
    return Platform(settings, engine, vault, issuer)


def make_issuer(settings: Settings) -> Issuer:
    """The programme as the signer of certificates."""
    return Issuer(
        address=settings.public_url,
        name=settings.programme_name,
        zone=settings.zone,
        signing_seed=settings.signing_key,
        retired=settings.retired_signing_keys,
    )


def create_app(settings: Settings) -> Flask:
    """The WSGI application. Fails when a route does not declare who may call it."""
    app = Application(
        "marketplace", static_folder=None, template_folder="web/templates"
    )
    app.json = OrjsonProvider(app)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        # A course of ten full sessions has 1,241 inputs.
        MAX_FORM_PARTS=2_000,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_secure else "session",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    app.extensions["settings"] = settings
    app.extensions["platform"] = make_platform(settings)
    keep_bodies(app)
    app.extensions["authenticator"] = authenticator.authenticate
    app.extensions["authenticator_refusals"] = authenticator.REFUSALS
    watch_denials(app)
    watch_requests(app, secure=settings.is_secure)
    frame.configure(app)
    api = Api(app, scopes=blueprints.SCOPES)
    blueprints.register(app, api)
    cli.register(app)
    missing = undeclared_routes(app)
    if missing:
        raise RuntimeError(f"These routes declare no access: {', '.join(missing)}")
    # Flask's own way to put a middleware around the application.
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    return app
