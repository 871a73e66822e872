"""Why a file is not taken."""

from core.errors import Malformed, NotFound, Unavailable
from core.text import Text


class FileRefused(Malformed):
    """Any refusal that is about the file itself."""


class FileEmpty(FileRefused):
    slug = "file-empty"
    title = Text("The file is empty", "Berkas kosong")
    detail = Text("No content arrived.", "Tidak ada isi yang diterima.")
    remedy = Text(
        "Choose the file and send it again.", "Pilih berkasnya lalu kirim lagi."
    )


class FileTooLarge(FileRefused):
    slug = "file-too-large"
    title = Text("The file is too large", "Berkas terlalu besar")
    detail = Text(
        "A file may hold at most {limit_mib} MiB.",
        "Ukuran berkas paling besar {limit_mib} MiB.",
    )
    remedy = Text(
        "Scan it in grey at 200 dots per inch, or split it.",
        "Pindai dalam skala abu-abu 200 dpi, atau bagi menjadi beberapa berkas.",
    )


class FileTypeRefused(FileRefused):
    slug = "file-type-refused"
    title = Text(
        "This kind of file is not taken", "Jenis berkas ini tidak dapat diterima"
    )
    detail = Text(
        "By its content, and whatever its name says, the file is none of: {accepted}.",
        "Menurut isinya, apa pun namanya, berkas ini bukan salah satu dari:"
        " {accepted}.",
    )
    remedy = Text(
        "Save or print it as a PDF, or take a photo of it (JPEG, PNG).",
        "Simpan atau cetak sebagai PDF, atau foto dokumennya (JPEG, PNG).",
    )


class FileUnreadable(FileRefused):
    slug = "file-unreadable"
    title = Text("The file cannot be opened", "Berkas tidak dapat dibuka")
    detail = Text(
        "The file begins like a {kind}, and is damaged or incomplete.",
        "Berkas berawal seperti {kind}, tetapi rusak atau tidak lengkap.",
    )
    remedy = Text(
        "Open it yourself and save it anew, then send that.",
        "Buka sendiri dan simpan ulang, lalu kirim hasilnya.",
    )


class FileAmbiguous(FileRefused):
    slug = "file-ambiguous"
    title = Text("The file is two things at once", "Berkas bermakna ganda")
    detail = Text(
        "Beside a {kind} the file holds something that other programs would run or"
        " unpack.",
        "Selain {kind}, berkas memuat isi lain yang dapat dijalankan atau dibongkar"
        " program lain.",
    )
    remedy = Text(
        "Print the document to a new PDF, or photograph it, and send that.",
        "Cetak dokumennya menjadi PDF baru, atau foto, lalu kirim.",
    )


class ImageTooLarge(FileRefused):
    slug = "image-too-large"
    title = Text("The picture has too many pixels", "Piksel gambar terlalu banyak")
    detail = Text(
        "A picture may have at most {limit_megapixels} megapixels.",
        "Gambar paling besar {limit_megapixels} megapiksel.",
    )
    remedy = Text("Make it smaller.", "Perkecil gambarnya.")


class PdfTooLong(FileRefused):
    slug = "pdf-too-long"
    title = Text("The PDF has too many pages", "Halaman PDF terlalu banyak")
    detail = Text(
        "A PDF may have at most {limit_pages} pages.",
        "PDF paling banyak {limit_pages} halaman.",
    )
    remedy = Text("Send the pages that matter.", "Kirim halaman yang diperlukan saja.")


class FileTooIntricate(FileRefused):
    slug = "file-too-intricate"
    title = Text("The file is too intricate", "Berkas terlalu rumit")
    detail = Text(
        "Opening the file would take more time or memory than a document does.",
        "Membuka berkas ini memerlukan waktu atau memori yang tidak wajar.",
    )
    remedy = Text(
        "Print the document to a new PDF and send that.",
        "Cetak dokumennya menjadi PDF baru lalu kirim.",
    )


class PdfActive(FileRefused):
    slug = "pdf-active"
    title = Text("The PDF does more than show pages", "PDF memuat isi aktif")
    detail = Text(
        "The PDF holds what programs run, send or unpack: {what}.",
        "PDF memuat hal yang dijalankan, dikirim atau dibongkar program: {what}.",
    )
    remedy = Text(
        "Print it to a new PDF: scripts, forms that send, and attachments go away.",
        "Cetak menjadi PDF baru: skrip, formulir pengirim, dan lampiran akan hilang.",
    )


class PdfLocked(FileRefused):
    slug = "pdf-locked"
    title = Text("The PDF is locked", "PDF terkunci")
    detail = Text(
        "The PDF is encrypted, so that nobody here can read or check it.",
        "PDF terenkripsi sehingga tidak dapat dibaca atau diperiksa.",
    )
    remedy = Text(
        "Save it without a password and send that.",
        "Simpan tanpa kata sandi lalu kirim.",
    )


class FileInfected(FileRefused):
    slug = "file-infected"
    title = Text("The file carries malware", "Berkas membawa perangkat lunak jahat")
    detail = Text(
        "The content scanner knows what is in this file, and refuses it.",
        "Pemindai isi mengenali dan menolak isi berkas ini.",
    )
    remedy = Text(
        "Clean the computer that it comes from, and make the document anew.",
        "Bersihkan komputer asalnya, lalu buat ulang dokumennya.",
    )


class ScannerSilent(Unavailable):
    retry_after_seconds = 30
    slug = "scanner-unavailable"
    title = Text("The content scanner does not answer", "Pemindai isi tidak menjawab")
    detail = Text(
        "Files cannot be checked for malware right now, so none is taken.",
        "Berkas belum dapat diperiksa saat ini, sehingga tidak ada yang diterima.",
    )
    remedy = Text(
        "Nothing was stored. Send the file again in a few minutes.",
        "Tidak ada yang disimpan. Kirim lagi dalam beberapa menit.",
    )


class FileGone(NotFound):
    slug = "file-gone"
    title = Text("The file is not in the store", "Berkas tidak ada di penyimpanan")
    detail = Text(
        "It is on record that there is such a file, and its content is missing.",
        "Berkas tercatat, tetapi isinya tidak ditemukan.",
    )
    remedy = Text(
        "Tell support: the store has to be restored from its backup.",
        "Laporkan ke dukungan: penyimpanan perlu dipulihkan dari cadangan.",
    )
