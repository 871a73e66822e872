"""The platform and the institution ask to be told what happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from marketplace.walkthrough.stage import Stage

PARTNERS = ("platform", "institution")


@dataclass(frozen=True)
class Listener:
    """A partner's endpoint, the secret of its signatures, and a token to manage it."""

    partner: str
    endpoint_id: str
    secret: str
    token: str


@contextmanager
def listeners(stage: Stage) -> Iterator[dict[str, Listener]]:
    """Endpoints for the length of the walk, by partner."""
    stage.screen.chapter(
        "Partners listen",
        "A platform and a training institution register webhook endpoints, so that they"
        " are told what happens. Each authenticates with its own client credentials.",
    )
    made = {partner: _listen(stage, partner) for partner in PARTNERS}
    try:
        yield made
    finally:
        for listener in made.values():
            stage.api.call(
                listener.partner,
                "DELETE",
                f"/v1/webhook-endpoints/{listener.endpoint_id}",
                token=_token(stage, listener.partner, quiet=True),
                expect=204,
                quiet=True,
            )


def _listen(stage: Stage, partner: str) -> Listener:
    token = _token(stage, partner)
    made = stage.api.call(
        partner,
        "POST",
        "/v1/webhook-endpoints",
        token=token,
        json={"url": stage.receiver.address(partner), "topics": []},
        expect=201,
        show=("id", "url", "secret"),
    ).json()
    return Listener(partner, made["id"], made["secret"], token)


def _token(stage: Stage, partner: str, *, quiet: bool = False) -> str:
    return stage.api.client_token(
        partner,
        stage.client(partner),
        scope="webhooks:manage events:read",
        quiet=quiet,
    )
