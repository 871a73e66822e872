"""How the bodies of requests are read: one JSON document, by the application's JSON."""

from typing import Any

import marshmallow as ma
from flask import Request, current_app
from webargs.flaskparser import FlaskParser

from openapi.problems import UnreadableRequest, UnsupportedMediaType


class BodyParser(FlaskParser):
    """webargs's parser, stricter: it takes another content type, and no body at all,
    for an empty document, and the standard library's JSON overflows the stack on deep
    ones and lets NaN and lone surrogates in (SC-05, SC-06)."""

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        """The document; raises UnsupportedMediaType or UnreadableRequest."""
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            return current_app.json.loads(req.get_data())
        except ValueError as error:
            raise UnreadableRequest from error
