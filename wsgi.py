"""The WSGI entry: `granian --interface wsgi wsgi:app`."""

from core.settings import Settings
from marketplace.app import create_app

app = create_app(Settings.from_environment())
