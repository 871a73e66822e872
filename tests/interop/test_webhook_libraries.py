"""WH-01: libraries of others accept our signatures, in JavaScript too."""

from datetime import UTC, datetime

import pytest
from svix.webhooks import Webhook as Svix
from svix.webhooks import WebhookVerificationError

from core.ids import new_id, new_signing_secret
from partners.webhooks.messages import headers_of

BODY = '{"type":"order.placed","data":{"price":350000}}'


def signed_by(*secrets: str) -> dict[str, str]:
    headers = headers_of(new_id(), BODY.encode(), secrets=secrets, at=datetime.now(UTC))
    return {name: headers[name] for name in headers if name.startswith("webhook-")}


def test_wh_01_javascript_libraries_accept_what_we_sign(run_node):
    secret, other = new_signing_secret(), new_signing_secret()
    question = {"secret": secret, "body": BODY}

    assert run_node(
        "verify_webhook.mjs", question | {"headers": signed_by(secret)}
    ) == {"standardwebhooks": True, "svix": True}
    assert run_node(
        "verify_webhook.mjs", question | {"headers": signed_by(other, secret)}
    ) == {"standardwebhooks": True, "svix": True}
    assert run_node("verify_webhook.mjs", question | {"headers": signed_by(other)}) == {
        "standardwebhooks": False,
        "svix": False,
    }


def test_wh_01_svix_in_python_accepts_what_we_sign():
    secret = new_signing_secret()

    Svix(secret).verify(BODY, signed_by(secret))

    with pytest.raises(WebhookVerificationError):
        Svix(secret).verify(BODY, signed_by(new_signing_secret()))
