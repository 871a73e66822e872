"""The client of the payment partner that this deployment pays through."""

from threading import Lock

from core.clock import now
from core.settings import Settings
from marketplace.payments.partner import StripeStyleClient

# The date that the partner's contract is pinned to.
API_VERSION = "2026-01-28"

_lock = Lock()
_settings: Settings | None = None
_client: StripeStyleClient | None = None


def configure(settings: Settings) -> None:
    """Say who the partner is; once per process. Nothing is opened yet."""
    global _settings, _client
    with _lock:
        _settings, _client = settings, None


def payment_partner() -> StripeStyleClient:
    """The process's one client: it holds the connections and the circuit breaker."""
    global _client
    with _lock:
        if _settings is None:
            raise RuntimeError("Call marketplace.payments.gateway.configure() first.")
        if _client is None:
            _client = StripeStyleClient(
                _settings.payment_url, _settings.payment_key, API_VERSION, clock=now
            )
        return _client
