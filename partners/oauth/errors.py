"""Why a client cannot be registered, and why a person sees no consent page.

What the OAuth endpoints themselves refuse is answered as their RFCs say.
"""

from core.errors import Malformed, NotFound
from core.text import Text


class UnknownClient(Malformed):
    slug = "unknown-client"
    title = Text("The platform is not known", "Platform tidak dikenal")
    detail = Text(
        "The link names no platform that takes part in the programme at present.",
        "Tautan tidak menyebut platform yang saat ini ikut dalam program.",
    )
    remedy = Text(
        "Go back to the platform and try again; tell it if this page comes back.",
        "Kembali ke platform dan coba lagi; beri tahu platform bila ini terulang.",
    )


class AddressNotRegistered(Malformed):
    slug = "address-not-registered"
    title = Text(
        "The way back to the platform is not known",
        "Alamat kembali ke platform tidak dikenal",
    )
    detail = Text(
        "The link would lead to an address that the platform has not registered.",
        "Tautan akan mengarah ke alamat yang tidak didaftarkan oleh platform.",
    )
    remedy = Text(
        "Do not follow such links. Open the platform yourself and start there.",
        "Jangan ikuti tautan seperti ini. Buka platform sendiri dan mulai dari sana.",
    )


class QuestionTooLong(Malformed):
    slug = "authorization-request-too-long"
    title = Text("The platform's question is too long", "Permintaan terlalu panjang")
    detail = Text(
        "The platform sent a longer question than browsers can carry.",
        "Platform mengirim permintaan yang lebih panjang dari batas peramban.",
    )
    remedy = Text(
        "Go back to the platform and tell it; it can push its request to us instead.",
        "Kembali dan beri tahu platform; permintaan dapat dikirim langsung ke kami.",
    )


class AddressUnusable(Malformed):
    slug = "redirect-uri-unusable"
    title = Text(
        "The redirect URI cannot be registered", "URI pengalihan tidak dapat didaftar"
    )
    detail = Text(
        "The redirect URI {address} is not acceptable for this client.",
        "URI pengalihan {address} tidak dapat diterima untuk klien ini.",
    )
    remedy = Text(
        "Use https without fragment; http only on 127.0.0.1 for native applications.",
        "Gunakan https tanpa fragmen; http hanya di 127.0.0.1 untuk aplikasi native.",
    )


class ScopeNotForOrganisation(Malformed):
    slug = "scope-not-for-organisation"
    title = Text(
        "The scope is not for this organisation", "Cakupan bukan untuk organisasi ini"
    )
    detail = Text(
        "The scope {scope} does not exist, or only the operator's clients may have it.",
        "Cakupan {scope} tidak ada, atau hanya boleh dimiliki klien penyelenggara.",
    )
    remedy = Text("Leave the scope out.", "Hilangkan cakupan tersebut.")


class ClientUnusable(Malformed):
    slug = "client-unusable"
    title = Text("The client makes no sense so", "Klien tidak masuk akal")
    detail = Text(
        "The authentication method, grant types and redirect URIs do not fit together.",
        "Metode autentikasi, jenis grant dan URI pengalihan tidak saling cocok.",
    )
    remedy = Text(
        "authorization_code needs a redirect URI, client_credentials a secret or keys,"
        " private_key_jwt keys, and no other method has keys.",
        "authorization_code perlu URI pengalihan, client_credentials perlu rahasia atau"
        " kunci, private_key_jwt perlu kunci, dan metode lain tidak memiliki kunci.",
    )


class KeySetUnusable(Malformed):
    """`fault` names what is wrong, in a word for programs."""

    slug = "key-set-unusable"
    title = Text(
        "The key set cannot be registered", "Himpunan kunci tidak dapat didaftar"
    )
    detail = Text(
        "The JSON Web Key set is not usable: {fault}.",
        "Himpunan JSON Web Key tidak dapat dipakai: {fault}.",
    )
    remedy = Text(
        "Send one to five public keys: EC on P-256, OKP on Ed25519, or RSA of 2048 to"
        " 4096 bits with the exponent 65537. Each of several has a kid of its own.",
        "Kirim satu sampai lima kunci publik: EC pada P-256, OKP pada Ed25519, atau RSA"
        " 2048 sampai 4096 bit dengan eksponen 65537. Bila lebih dari satu, setiap"
        " kunci memiliki kid sendiri.",
    )


class ProfileNeeded(Malformed):
    slug = "high-security-needed"
    title = Text(
        "The client needs the high-security profile",
        "Klien memerlukan profil keamanan tinggi",
    )
    detail = Text(
        "With the scopes {scopes} a client moves money or spends vouchers.",
        "Dengan cakupan {scopes} klien memindahkan uang atau memakai voucer.",
    )
    remedy = Text(
        "Register it with its public keys and the high-security profile; the operator"
        " may waive that for one client, with a reason.",
        "Daftarkan dengan kunci publik dan profil keamanan tinggi; penyelenggara dapat"
        " mengecualikan satu klien dengan alasan.",
    )


class LinkNotFound(NotFound):
    slug = "link-not-found"
    title = Text("There is no such link", "Tautan akun tidak ditemukan")
    detail = Text(
        "You have no linked platform under this address.",
        "Anda tidak memiliki platform tertaut di alamat ini.",
    )
    remedy = Text(
        "Look at the list of your linked platforms.",
        "Lihat daftar platform tertaut Anda.",
    )
