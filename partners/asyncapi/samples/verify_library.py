from standardwebhooks import Webhook  # pip install standardwebhooks


def read_webhook(secret, body, headers):
    """The event. `body` is the bytes as they came; raises WebhookVerificationError."""
    return Webhook(secret).verify(body, headers)
