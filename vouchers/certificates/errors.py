"""Certificates' ways of saying no."""

from core.errors import Conflict, NotFound
from core.text import Text


class CertificateNotFound(NotFound):
    slug = "certificate-not-found"
    title = Text("There is no such certificate", "Sertifikat tidak ditemukan")
    detail = Text(
        "No certificate of this programme has this address.",
        "Tidak ada sertifikat program ini di alamat tersebut.",
    )
    remedy = Text(
        "Scan the QR code again, or ask the holder for the link of her certificate.",
        "Pindai lagi kode QR, atau mintalah tautan sertifikat kepada pemegangnya.",
    )


class CertificateRevokedAlready(Conflict):
    slug = "certificate-revoked-already"
    title = Text("The certificate was revoked before", "Sertifikat sudah dicabut")
    detail = Text(
        "This certificate was revoked at {revoked_at}.",
        "Sertifikat ini dicabut pada {revoked_at}.",
    )
    remedy = Text(
        "Nothing is left to do; a revocation is final.",
        "Tidak perlu tindakan lagi; pencabutan bersifat final.",
    )


class CertificateNotValid(Conflict):
    slug = "certificate-not-valid"
    title = Text("The certificate is no longer valid", "Sertifikat tidak berlaku lagi")
    detail = Text(
        "The certificate was revoked at {revoked_at}, so it is not printed any more.",
        "Sertifikat dicabut pada {revoked_at}, sehingga tidak dicetak lagi.",
    )
    remedy = Text(
        "Ask the programme why the certificate was revoked.",
        "Tanyakan kepada program alasan sertifikat dicabut.",
    )


class CertificateUnverifiable(Conflict):
    slug = "certificate-unverifiable"
    title = Text(
        "The certificate cannot be verified", "Sertifikat tidak dapat diverifikasi"
    )
    detail = Text(
        "The signature of this certificate could not be confirmed; it is not printed.",
        "Tanda tangan sertifikat tidak dapat dipastikan, sehingga tidak dicetak.",
    )
    remedy = Text(
        "Do not rely on it, and tell the programme.",
        "Jangan andalkan sertifikat ini dan laporkan kepada program.",
    )


class SigningKeyNotFound(NotFound):
    slug = "signing-key-not-found"
    title = Text("There is no such key", "Kunci tidak ditemukan")
    detail = Text(
        "The programme never signed with a key of this name.",
        "Program tidak pernah menandatangani dengan kunci ini.",
    )
    remedy = Text(
        "All keys are listed at /.well-known/jwks.json.",
        "Semua kunci tercantum di /.well-known/jwks.json.",
    )


class StatusListNotFound(NotFound):
    slug = "status-list-not-found"
    title = Text("There is no such status list", "Daftar status tidak ditemukan")
    detail = Text(
        "No certificate refers to this status list.",
        "Tidak ada sertifikat yang merujuk daftar status ini.",
    )
    remedy = Text(
        "Use the address in the certificate's `credentialStatus`.",
        "Gunakan alamat pada `credentialStatus` sertifikat.",
    )
