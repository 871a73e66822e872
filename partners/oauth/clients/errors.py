"""Why a client, a secret or a scope is refused."""

from core.errors import Conflict, Denied, Malformed, NotFound, Stale
from core.text import Text


class ClientNotFound(NotFound):
    """Also for another organisation's client."""

    slug = "client-not-found"
    title = Text("There is no such client", "Klien tidak ditemukan")
    detail = Text(
        "Your organisation has no client with this id.",
        "Organisasi Anda tidak memiliki klien dengan id ini.",
    )
    remedy = Text(
        "Look at the list of your clients.", "Lihat daftar klien organisasi Anda."
    )


class TooManyClients(Conflict):
    slug = "clients-exhausted"
    title = Text("There are too many clients", "Klien terlalu banyak")
    detail = Text(
        "An organisation may have {limit} clients that are enabled.",
        "Sebuah organisasi dapat memiliki {limit} klien yang aktif.",
    )
    remedy = Text(
        "Disable a client that you no longer use.",
        "Nonaktifkan klien yang tidak dipakai lagi.",
    )


class SecretNotFound(NotFound):
    slug = "client-secret-not-found"
    title = Text("There is no such secret", "Rahasia tidak ditemukan")
    detail = Text(
        "The client has no living secret with this id.",
        "Klien tidak memiliki rahasia yang berlaku dengan id ini.",
    )
    remedy = Text(
        "Look at the client's secrets again; it may be revoked already.",
        "Lihat lagi rahasia klien; mungkin sudah dicabut.",
    )


class SecretsExhausted(Conflict):
    slug = "client-secrets-exhausted"
    title = Text("The client has two secrets already", "Klien sudah punya dua rahasia")
    detail = Text(
        "Two secrets may live at a time: the one in use and the one that replaces it.",
        "Dua rahasia dapat berlaku bersamaan: yang dipakai dan penggantinya.",
    )
    remedy = Text(
        "Name in `replaces` the secret that the new one is to end, or revoke one.",
        "Sebut dalam `replaces` rahasia yang diakhiri, atau cabut salah satu.",
    )


class ClientChanged(Stale):
    slug = "client-changed"
    title = Text("Somebody else changed the client", "Klien diubah orang lain")
    detail = Text(
        "The client was changed after you read it, so your change was not kept.",
        "Klien berubah setelah Anda membacanya, jadi perubahan Anda tidak disimpan.",
    )
    remedy = Text(
        "Read it again, and decide whether you still want to.",
        "Baca lagi, lalu putuskan apakah masih perlu.",
    )


class ClientDisabled(Conflict):
    slug = "client-disabled"
    title = Text("The client is disabled", "Klien sedang nonaktif")
    detail = Text(
        "Nothing about a disabled client can be changed.",
        "Tidak ada yang dapat diubah pada klien yang nonaktif.",
    )
    remedy = Text("Enable it first.", "Aktifkan terlebih dahulu.")


class DisabledByOperator(Denied):
    slug = "client-disabled-by-operator"
    title = Text(
        "The operator disabled the client", "Klien dinonaktifkan oleh penyelenggara"
    )
    detail = Text("The reason was: {reason}", "Alasannya: {reason}")
    remedy = Text(
        "Only the programme's operator can enable it again. Ask for it.",
        "Hanya penyelenggara yang dapat mengaktifkannya. Mintalah kepadanya.",
    )


class AddressNotAllowed(Denied):
    slug = "address-not-allowed"
    title = Text(
        "This address may not use the client", "Alamat ini tidak boleh memakai klien"
    )
    detail = Text(
        "The client has a list of addresses that may call, and yours is not on it.",
        "Klien memiliki daftar alamat yang diizinkan, dan alamat Anda tidak termasuk.",
    )
    remedy = Text(
        "Call from an address on the list, or have your developer add yours.",
        "Panggil dari alamat dalam daftar, atau minta pengembang menambahkannya.",
    )


class AllowListUnusable(Malformed):
    slug = "allow-list-unusable"
    title = Text(
        "The list of addresses is not usable", "Daftar alamat tidak dapat dipakai"
    )
    detail = Text(
        "This is no network that can be listed: {network}",
        "Ini bukan jaringan yang dapat didaftar: {network}",
    )
    remedy = Text(
        "Write networks as CIDR, such as 203.0.113.0/24 or 2001:db8::/48, without bits"
        " beyond the prefix, 50 at most; an empty list lets every address in.",
        "Tulis jaringan sebagai CIDR, misalnya 203.0.113.0/24 atau 2001:db8::/48, tanpa"
        " bit di luar prefiks, paling banyak 50; daftar kosong mengizinkan semua.",
    )


class AllowListNeedsSecret(Malformed):
    slug = "allow-list-not-for-public-clients"
    title = Text(
        "A public client runs everywhere", "Klien publik berjalan di mana saja"
    )
    detail = Text(
        "A public client runs on people's own devices, whose addresses nobody knows.",
        "Klien publik berjalan pada perangkat orang, yang alamatnya tidak diketahui.",
    )
    remedy = Text(
        "List addresses for clients on your own servers only.",
        "Daftarkan alamat hanya untuk klien pada server Anda sendiri.",
    )


class ScopeNotHeld(NotFound):
    slug = "scope-not-held"
    title = Text("The client has no such scope", "Klien tidak memiliki cakupan ini")
    detail = Text(
        "The client neither has the scope nor waits for it.",
        "Klien tidak memiliki dan tidak sedang meminta cakupan ini.",
    )
    remedy = Text("Look at the client's scopes.", "Lihat cakupan klien.")


class ScopeRequestNotFound(NotFound):
    slug = "scope-request-not-found"
    title = Text("There is no such request", "Permintaan tidak ditemukan")
    detail = Text(
        "No client asked for a scope under this id.",
        "Tidak ada permintaan cakupan dengan id ini.",
    )
    remedy = Text("Look at the open requests.", "Lihat permintaan yang terbuka.")


class ScopeRequestClosed(Conflict):
    slug = "scope-request-closed"
    title = Text("The request is closed", "Permintaan sudah ditutup")
    detail = Text("The request is {state}.", "Status permintaan: {state}.")
    remedy = Text(
        "Nothing was changed. The client can ask anew.",
        "Tidak ada yang berubah. Klien dapat meminta lagi.",
    )


class DecidedByItsAsker(Denied):
    slug = "decision-needs-another-person"
    title = Text("Somebody else has to decide", "Harus diputuskan orang lain")
    detail = Text(
        "Whoever asked for something does not decide on it herself.",
        "Orang yang meminta tidak memutuskan permintaannya sendiri.",
    )
    remedy = Text("Ask a colleague.", "Mintalah rekan Anda.")
