"""The words of the public page of a certificate."""

from core.text import Text
from vouchers.certificates.verification import Verdict

STATES: dict[Verdict, dict[str, Text]] = {
    Verdict.VALID: {
        "title": Text("This certificate is valid", "Sertifikat ini sah"),
        "meaning": Text(
            "The programme signed it, nothing in it was altered, and it was not"
            " revoked. Compare the name with the holder's identity card.",
            "Sertifikat ditandatangani program, isinya tidak berubah, dan tidak"
            " dicabut. Cocokkan nama dengan kartu identitas pemegang.",
        ),
    },
    Verdict.REVOKED: {
        "title": Text("This certificate was revoked", "Sertifikat ini sudah dicabut"),
        "meaning": Text(
            "The programme issued it and took it back. It proves nothing any more.",
            "Program pernah menerbitkannya lalu mencabutnya. Sertifikat ini tidak"
            " berlaku lagi.",
        ),
    },
    Verdict.UNVERIFIABLE: {
        "title": Text(
            "This certificate cannot be verified",
            "Sertifikat ini tidak dapat diverifikasi",
        ),
        "meaning": Text(
            "Its signature could not be confirmed. Do not rely on it, and tell the"
            " programme.",
            "Tanda tangannya tidak dapat dipastikan. Jangan andalkan sertifikat ini"
            " dan laporkan kepada program.",
        ),
    },
}

PAGE: dict[str, Text] = {
    "holder": Text("Holder", "Pemegang"),
    "course": Text("Course", "Pelatihan"),
    "institution": Text("Training institution", "Lembaga pelatihan"),
    "issuer": Text("Issued by", "Diterbitkan oleh"),
    "serial": Text("Serial number", "Nomor"),
    "issued_at": Text("Issued on", "Diterbitkan pada"),
    "revoked_at": Text("Revoked on", "Dicabut pada"),
    "checks": Text("What was checked just now", "Yang baru saja diperiksa"),
    "signature_good": Text(
        "The signature (Ed25519) matches the programme's public key:",
        "Tanda tangan (Ed25519) cocok dengan kunci publik program:",
    ),
    "signature_bad": Text(
        "The signature (Ed25519) could not be confirmed with the programme's key:",
        "Tanda tangan (Ed25519) tidak dapat dipastikan dengan kunci program:",
    ),
    "not_revoked": Text(
        "It is not on the list of revoked certificates.",
        "Tidak ada dalam daftar sertifikat yang dicabut.",
    ),
    "on_list": Text(
        "It is on the list of revoked certificates.",
        "Ada dalam daftar sertifikat yang dicabut.",
    ),
    "pdf": Text("Certificate as PDF", "Sertifikat PDF"),
    "credential": Text(
        "Open Badges 3.0 credential", "Kredensial Open Badges 3.0 (JWT)"
    ),
}
