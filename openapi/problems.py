"""Refusals and HTTP errors as RFC 9457 problem details.

The only table from kinds of "no" to HTTP statuses. Every problem names a stable type
URI, `/problems/<slug>`, which answers with a page in both languages.
"""

from typing import Any

from flask import Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from core import context
from core.errors import (
    Conflict,
    Denied,
    Malformed,
    NotFound,
    Refusal,
    Stale,
    Unavailable,
)
from core.logs import get_logger
from core.text import LOCALES, Text, in_language
from openapi.json_provider import dump_json

log = get_logger(__name__)

PROBLEM_JSON = "application/problem+json"

STATUSES: dict[type[Refusal], int] = {
    NotFound: 404,
    Denied: 403,
    Conflict: 409,
    Stale: 412,
    Unavailable: 503,
    Malformed: 422,
}


class HttpProblem(Refusal):
    """A refusal of the HTTP layer itself, with its own status."""

    status: int


def status_of(refusal: type[Refusal]) -> int:
    """The HTTP status of a refusal: its own, or that of its kind."""
    if issubclass(refusal, HttpProblem):
        return refusal.status
    for kind, status in STATUSES.items():
        if issubclass(refusal, kind):
            return status
    raise TypeError(f"{refusal} is of no known kind.")


def locale() -> str:
    """The reader's language by Accept-Language: `en` (default) or `id`."""
    return request.accept_languages.best_match(LOCALES, "en")


def problem_body(refusal: Refusal, *, language: str) -> dict[str, Any]:
    """The problem document of a refusal in one language."""
    return {
        **in_language(refusal.members, language),
        "type": problem_type(refusal.slug),
        "title": refusal.title.in_(language),
        "status": status_of(type(refusal)),
        "detail": refusal.detail.format(**refusal.members).in_(language),
        "remedy": refusal.remedy.format(**refusal.members).in_(language),
        "trace_id": context.current().request_id,
    }


def problem_type(slug: str) -> str:
    """The stable URI of a kind of problem, resolved against the API's own address."""
    return f"/problems/{slug}"


def remember(refusal: Refusal) -> None:
    """Leave the refusal with the request, for those who write refusals down."""
    g.refusal = refusal


def problem_response(refusal: Refusal) -> Response:
    """A refusal as an HTTP answer in the reader's language."""
    remember(refusal)
    language = locale()
    response = Response(
        dump_json(problem_body(refusal, language=language)),
        status=status_of(type(refusal)),
        content_type=PROBLEM_JSON,
        headers=refusal.headers(),
    )
    response.content_language = language
    response.vary.add("Accept-Language")
    return response


class UnreadableRequest(HttpProblem):
    status = 400
    slug = "unreadable-request"
    title = Text("The request cannot be read", "Permintaan tidak dapat dibaca")
    detail = Text(
        "The body is not what its content type says, or the request is not valid HTTP.",
        "Isi permintaan tidak sesuai dengan tipe kontennya.",
    )
    remedy = Text(
        "Send one JSON document in UTF-8, at most 100 levels deep.",
        "Kirim satu dokumen JSON dalam UTF-8, paling banyak 100 tingkat.",
    )


class InvalidRequest(HttpProblem):
    """`errors` maps each field to what is wrong with it."""

    status = 422
    slug = "invalid-request"
    title = Text("Some fields are not usable", "Sebagian isian tidak dapat dipakai")
    detail = Text(
        "The member `errors` names each field and what is wrong with it.",
        "Anggota `errors` menyebut setiap isian dan kesalahannya.",
    )
    remedy = Text(
        "Correct the named fields and send the request again.",
        "Perbaiki isian tersebut lalu kirim lagi.",
    )


class NoSuchAddress(HttpProblem):
    status = 404
    slug = "no-such-address"
    title = Text("Nothing is at this address", "Alamat ini tidak ada")
    detail = Text(
        "No operation of the API has this path.", "Tidak ada operasi API di alamat ini."
    )
    remedy = Text(
        "Compare the path with the documentation at /docs.",
        "Bandingkan alamat dengan dokumentasi di /docs.",
    )


class MethodNotAllowed(HttpProblem):
    status = 405
    slug = "method-not-allowed"
    title = Text("The method is not offered here", "Metode tidak tersedia di sini")
    detail = Text(
        "This address exists, but not for this method.",
        "Alamat ini ada, tetapi tidak untuk metode ini.",
    )
    remedy = Text(
        "The header Allow lists the methods that are.",
        "Header Allow memuat metode yang tersedia.",
    )


class BodyTooLarge(HttpProblem):
    status = 413
    slug = "body-too-large"
    title = Text("The body is too large", "Isi permintaan terlalu besar")
    detail = Text(
        "A request body may hold at most 1 MiB.", "Isi permintaan paling besar 1 MiB."
    )
    remedy = Text("Send less at a time.", "Kirim lebih sedikit sekaligus.")


class UnsupportedMediaType(HttpProblem):
    status = 415
    slug = "unsupported-media-type"
    title = Text("The content type is not understood", "Tipe konten tidak dikenal")
    detail = Text(
        "This operation does not read the content type of the request.",
        "Operasi ini tidak membaca tipe konten tersebut.",
    )
    remedy = Text(
        "Send `Content-Type: application/json`.",
        "Kirim `Content-Type: application/json`.",
    )


class FileInAForm(HttpProblem):
    status = 415
    slug = "file-in-a-form"
    title = Text("The file is wrapped in a form", "Berkas terbungkus formulir")
    detail = Text(
        "A form (multipart/form-data) was sent where the file is the whole body.",
        "Formulir (multipart/form-data) dikirim, padahal isi permintaan adalah"
        " berkasnya sendiri.",
    )
    remedy = Text(
        "Send the file as the body: `curl --data-binary @courses.csv` instead of"
        " `curl -F file=@courses.csv`.",
        "Kirim berkas sebagai isi permintaan: `curl --data-binary @courses.csv`, bukan"
        " `curl -F file=@courses.csv`.",
    )


class OtherHttpProblem(HttpProblem):
    """Any other HTTP error; `status` is set per instance by the handler."""

    status = 400
    slug = "http-error"
    title = Text("The request was not carried out", "Permintaan tidak dijalankan")
    detail = Text("{reason}.", "{reason}.")
    remedy = Text(
        "The HTTP status says what kind of error it is.",
        "Status HTTP menyatakan jenis kesalahannya.",
    )


class InternalError(HttpProblem):
    status = 500
    slug = "internal-error"
    title = Text("Something went wrong on our side", "Terjadi kesalahan di pihak kami")
    detail = Text(
        "The request met a fault of ours. Nothing was changed.",
        "Permintaan terkena kesalahan kami. Tidak ada yang berubah.",
    )
    remedy = Text(
        "Try again in a moment. If it stays, tell support the reference (trace_id).",
        "Coba lagi sebentar lagi. Bila tetap begitu, sampaikan rujukannya (trace_id)"
        " kepada dukungan.",
    )


class PoolExhausted(Unavailable):
    slug = "database-unavailable"
    title = Text("The database does not answer", "Basis data tidak menjawab")
    detail = Text(
        "The database could not be reached in time; nothing was changed.",
        "Basis data tidak terjangkau; tidak ada yang berubah.",
    )
    remedy = Text(
        "Send the same request again after the time in Retry-After.",
        "Kirim lagi permintaan yang sama setelah waktu pada Retry-After.",
    )


BY_STATUS: dict[int, type[HttpProblem]] = {
    400: UnreadableRequest,
    404: NoSuchAddress,
    405: MethodNotAllowed,
    413: BodyTooLarge,
    415: UnsupportedMediaType,
    422: InvalidRequest,
    500: InternalError,
}


def http_problem(error: HTTPException) -> Response:
    """An HTTP error of Flask, Werkzeug or webargs as a problem, headers kept."""
    code = error.code or 500
    kind = BY_STATUS.get(code)
    members: dict[str, Any] = {}
    data = getattr(error, "data", None) or {}
    if code == 422 and "messages" in data:
        members["errors"] = _by_field(data["messages"])
    if kind is None:
        problem: Refusal = OtherHttpProblem(reason=HTTP_STATUS_CODES.get(code, "Error"))
    else:
        problem = kind(**members)
    response = problem_response(problem)
    if kind is None:
        body = problem_body(problem, language=locale()) | {"status": code}
        response.status_code = code
        response.set_data(dump_json(body))
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers.setdefault(name, value)
    return response


def _by_field(messages: dict[str, Any]) -> dict[str, Any]:
    """webargs nests by location; a reader wants the field."""
    by_field: dict[str, Any] = {}
    for location, errors in messages.items():
        if isinstance(errors, dict):
            by_field.update({str(name): error for name, error in errors.items()})
        else:
            by_field[location] = errors
    return by_field
