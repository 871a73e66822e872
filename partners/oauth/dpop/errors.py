"""Why the API does not let a bound token, or a proof, in.

Each answers with the challenge that RFC 9449, section 7.1, asks for.
"""

from core.text import Text
from openapi.problems import HttpProblem
from openapi.security import PROOF_ALGORITHMS


def challenge(error: str) -> dict[str, str]:
    """The header that asks for a proof, and says what was wrong."""
    algorithms = " ".join(PROOF_ALGORITHMS)
    return {"WWW-Authenticate": f'DPoP error="{error}", algs="{algorithms}"'}


class ProofRefused(HttpProblem):
    """`fault` names what is wrong, in a word for programs."""

    status = 401
    slug = "dpop-proof-refused"
    title = Text("The DPoP proof is refused", "Bukti DPoP ditolak")
    detail = Text(
        "The header DPoP does not prove that you hold the token's key: {fault}.",
        "Header DPoP tidak membuktikan bahwa Anda memegang kunci token: {fault}.",
    )
    remedy = Text(
        "Sign a new proof for each request, with its method, its address without query,"
        " the time, and the hash of the token.",
        "Tanda tangani bukti baru untuk setiap permintaan, dengan metode, alamat tanpa"
        " query, waktu, dan hash token.",
    )

    def headers(self) -> dict[str, str]:
        return challenge("invalid_dpop_proof")


class NonceNeeded(HttpProblem):
    status = 401
    slug = "dpop-nonce-needed"
    title = Text("The proof needs a fresh nonce", "Bukti memerlukan nonce baru")
    detail = Text(
        "The DPoP proof has no nonce of ours, or one that is too old.",
        "Bukti DPoP tidak memuat nonce dari kami, atau nonce sudah kedaluwarsa.",
    )
    remedy = Text(
        "Sign the proof again with the nonce of the header DPoP-Nonce.",
        "Tanda tangani ulang bukti dengan nonce dari header DPoP-Nonce.",
    )

    def headers(self) -> dict[str, str]:
        return challenge("use_dpop_nonce")


class TokenBound(HttpProblem):
    status = 401
    slug = "token-bound-to-key"
    title = Text("The token is bound to a key", "Token terikat pada kunci")
    detail = Text(
        "The token was given for a DPoP proof and came as a bearer token.",
        "Token diberikan untuk bukti DPoP tetapi dikirim sebagai token bearer.",
    )
    remedy = Text(
        "Send `Authorization: DPoP <token>` with a proof in the header DPoP.",
        "Kirim `Authorization: DPoP <token>` dengan bukti di header DPoP.",
    )

    def headers(self) -> dict[str, str]:
        return challenge("invalid_token")


class TokenNotBound(HttpProblem):
    status = 401
    slug = "token-not-bound"
    title = Text("The token is bound to no key", "Token tidak terikat pada kunci")
    detail = Text(
        "The token came with the scheme DPoP, and was given without a proof.",
        "Token dikirim dengan skema DPoP, tetapi diberikan tanpa bukti.",
    )
    remedy = Text(
        "Get a new token with a DPoP proof, or send this one as a bearer token.",
        "Ambil token baru dengan bukti DPoP, atau kirim token ini sebagai bearer.",
    )

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": 'Bearer error="invalid_token"'}
