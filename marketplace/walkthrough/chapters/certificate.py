"""A certificate that anyone can verify, with or without us."""

import warnings
from typing import Any
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import KeySet

from marketplace.walkthrough.newcomer import Newcomer
from marketplace.walkthrough.promises import BrokenPromise, promise
from marketplace.walkthrough.stage import Stage

ALGORITHMS = ["EdDSA"]


def walk(stage: Stage, newcomer: Newcomer, completion: dict[str, Any]) -> None:
    """Read the certificate as an employer would: page, PDF and signed credential."""
    stage.screen.chapter(
        "The certificate is verified",
        "A QR code on the PDF leads to a public page. The Open Badges 3.0 credential is"
        " signed, so a verifier need not trust that page.",
    )
    path = urlsplit(completion["verification_url"]).path
    page = newcomer.browser.open(path)
    promise(newcomer.person.name in page.text, "The page should name the holder.")
    stage.screen.learned("The public page says whose it is and that it holds.")
    pdf = stage.api.call("anyone", "GET", f"/v1{path}/pdf", expect=200)
    promise(pdf.content.startswith(b"%PDF-"), "The certificate should be a PDF.")
    credential = stage.api.call(
        "anyone", "GET", f"/v1{path}/credential", expect=200
    ).text
    keys = stage.api.call("anyone", "GET", "/.well-known/jwks.json", expect=200).json()
    claims = _verified(credential, keys)
    name = claims["credentialSubject"]["identifier"][0]["identityHash"]
    promise(name == newcomer.person.name, f"It should be in her name, not {name}.")
    promise("OpenBadgeCredential" in claims["type"], f"It should be a badge: {claims}")
    stage.screen.learned(
        f"joserfc verified the signature: “{claims['name']}”, issued by"
        f" {claims['issuer']['name']}."
    )


def _verified(credential: str, keys: Any) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            # A newer RFC has a narrower name for it; wallets expect this one.
            warnings.simplefilter("ignore", SecurityWarning)
            token = jwt.decode(credential, KeySet.import_key_set(keys), ALGORITHMS)
    except JoseError as error:
        raise BrokenPromise(f"The signature should hold: {error}") from error
    return token.claims
