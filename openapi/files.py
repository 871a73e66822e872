"""Files on the wire: sent as the whole body, given back as attachments."""

from flask import Response, request

from core.files import errors as file_errors
from core.files.keeping import Download
from openapi.problems import FileInAForm

FILE_BODY = {
    "required": True,
    "content": {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    },
}
FILE_REFUSALS = (
    FileInAForm,
    file_errors.FileEmpty,
    file_errors.FileTooLarge,
    file_errors.FileTypeRefused,
    file_errors.FileUnreadable,
    file_errors.FileAmbiguous,
    file_errors.ImageTooLarge,
    file_errors.PdfTooLong,
    file_errors.PdfActive,
    file_errors.PdfLocked,
    file_errors.FileTooIntricate,
    file_errors.FileInfected,
    file_errors.ScannerSilent,
)


def sent_file() -> bytes:
    """The file that the body is. Raises FileInAForm, as the lines around it would be
    taken for its first ones."""
    if request.mimetype == "multipart/form-data":
        raise FileInAForm
    return request.get_data(cache=False)


def as_attachment(download: Download) -> Response:
    """Never shown in our pages' place: saved, of the type that it was found to be, and
    kept by nobody on the way (SC-09, SC-11)."""
    response = Response(download.content, mimetype=download.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=download.name)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
