"""The answers to somebody who failed, or simply asked, too often."""

from core.text import Text
from openapi.problems import HttpProblem


class TooManyFailures(HttpProblem):
    status = 429
    slug = "too-many-failures"
    title = Text("Too many failed tries", "Terlalu banyak percobaan gagal")
    detail = Text(
        "From where you are it was tried too often without success.",
        "Dari tempat Anda terlalu banyak percobaan yang gagal.",
    )
    remedy = Text(
        "Wait for {retry_after_seconds} seconds and try again. Whoever is signed in"
        " stays so.",
        "Tunggu {retry_after_seconds} detik lalu coba lagi. Siapa pun yang sudah masuk"
        " tetap masuk.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.members["retry_after_seconds"])}


class TooManyRequests(HttpProblem):
    """For what is counted whether it succeeds or not."""

    status = 429
    slug = "too-many-requests"
    title = Text("This was asked for too often", "Terlalu sering diminta")
    detail = Text(
        "It was done more often than one person, or one place, has reason to.",
        "Permintaan ini lebih sering daripada yang wajar untuk satu orang atau tempat.",
    )
    remedy = Text(
        "Wait for {retry_after_seconds} seconds and try again. What was done stays"
        " done.",
        "Tunggu {retry_after_seconds} detik lalu coba lagi. Yang sudah dilakukan tetap"
        " berlaku.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.members["retry_after_seconds"])}
