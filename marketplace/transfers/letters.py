"""What learners of an interrupted class are told."""

from core.mail import Letter
from core.text import Text
from marketplace.transfers.models import Cause

_LINK = Text("{link}", "{link}")

WHY = {
    Cause.SANCTION: Text(
        "Its institution may not teach at present.",
        "Lembaganya sedang tidak boleh mengajar.",
    ),
    Cause.CALLED_OFF: Text(
        "Its institution has called it off.", "Lembaga membatalkan kelas ini."
    ),
}

REPLACEMENTS_FOUND = Letter(
    "transfer-offered",
    Text("Another class for you: {course}", "Kelas pengganti untuk Anda: {course}"),
    (
        Text(
            'Your class "{course}" of {starts} is not held as planned. {why}',
            'Kelas Anda "{course}" pada {starts} tidak berjalan sesuai rencana. {why}',
        ),
        Text(
            "We found {count} classes like it. With one confirmation you change to one"
            " of them; your money and a seat move along. Or you take your balance back."
            " Decide by {until}:",
            "Kami menemukan {count} kelas serupa. Dengan satu konfirmasi Anda pindah ke"
            " salah satunya; dana dan kursi ikut berpindah. Atau Anda mengambil kembali"
            " saldo. Putuskan paling lambat {until}:",
        ),
        _LINK,
    ),
)

NONE_FOUND = Letter(
    "transfer-none-found",
    Text("Your class is interrupted: {course}", "Kelas Anda terganggu: {course}"),
    (
        Text(
            'Your class "{course}" of {starts} is not held as planned. {why}',
            'Kelas Anda "{course}" pada {starts} tidak berjalan sesuai rencana. {why}',
        ),
        Text(
            "There is no similar class at this moment. Your voucher stays valid. You"
            " can take your balance back, or look for other classes again later:",
            "Saat ini belum ada kelas serupa. Voucher Anda tetap berlaku. Anda dapat"
            " mengambil kembali saldo, atau mencari kelas lain lagi nanti:",
        ),
        _LINK,
    ),
)

FAR_ALONG = Letter(
    "transfer-far-along",
    Text("Your class is interrupted: {course}", "Kelas Anda terganggu: {course}"),
    (
        Text(
            'Your class "{course}" of {starts} is interrupted. {why}',
            'Kelas Anda "{course}" pada {starts} terganggu. {why}',
        ),
        Text(
            "You have done more than half of it. You can wait: your voucher and your"
            " steps stay valid, and we write to you when it goes on. You can begin"
            " again in another class; {count} are like it. Or you ask the programme for"
            " your balance. You decide here:",
            "Anda sudah menempuh lebih dari separuh. Anda dapat menunggu: voucher dan"
            " langkah Anda tetap berlaku, dan kami mengabari saat kelas berlanjut. Anda"
            " dapat mulai lagi di kelas lain; ada {count} kelas serupa. Atau Anda"
            " memohon pengembalian saldo kepada program. Putuskan di sini:",
        ),
        _LINK,
    ),
)

GOES_ON = Letter(
    "transfer-withdrawn",
    Text("Your class goes on: {course}", "Kelas Anda berlanjut: {course}"),
    (
        Text(
            'The institution of your class "{course}" may teach again. Your seat and'
            " your voucher are valid as before, and the other classes are not offered"
            " any more.",
            'Lembaga kelas Anda "{course}" boleh mengajar lagi. Kursi dan voucher Anda'
            " berlaku seperti semula, dan kelas pengganti tidak ditawarkan lagi.",
        ),
    ),
)

CHANGED = Letter(
    "transfer-made",
    Text("You have changed to: {course}", "Anda pindah ke: {course}"),
    (
        Text(
            'You have changed to "{course}" of {provider}. It starts on {starts}.',
            'Anda pindah ke "{course}" dari {provider}. Dimulai pada {starts}.',
        ),
        Text(
            "Your old voucher is worth nothing any more; the new redeem code stands on"
            " your page. What it cost less is back in your balance.",
            "Voucher lama tidak berlaku lagi; kode redeem yang baru ada di laman Anda."
            " Selisih harganya sudah kembali ke saldo Anda.",
        ),
        _LINK,
    ),
)

NOT_ANSWERED = Letter(
    "transfer-refunded",
    Text("Your balance is back: {course}", "Saldo Anda kembali: {course}"),
    (
        Text(
            'You did not choose another class for "{course}", which was called off.',
            'Anda tidak memilih kelas pengganti untuk "{course}" yang dibatalkan.',
        ),
        Text(
            "What it cost is back in your training balance, and you have at least two"
            " days to choose another course. If your award is over, it went back to the"
            " programme.",
            "Harganya sudah kembali ke saldo pelatihan Anda, dan Anda memiliki paling"
            " sedikit dua hari untuk memilih pelatihan lain. Bila masa penetapan Anda"
            " berakhir, dana kembali ke program.",
        ),
    ),
)
