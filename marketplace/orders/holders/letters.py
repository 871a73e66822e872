"""What holders of seats are told."""

from catalog.courses.models import CancelReason
from core.mail import Letter
from core.text import Text

REASONS = {
    CancelReason.TOO_FEW: Text("too few people enrolled", "peserta terlalu sedikit"),
    CancelReason.TRAINER: Text(
        "there is no trainer for it", "tidak ada pengajar yang tersedia"
    ),
    CancelReason.PLACE: Text("the place cannot be used", "tempat tidak dapat dipakai"),
    CancelReason.TECHNICAL: Text("technical trouble", "kendala teknis"),
    CancelReason.OTHER: Text("another one", "alasan lain"),
}

CLASS_CANCELLED = Letter(
    "class-cancelled",
    Text("Your class was cancelled: {course}", "Kelas Anda dibatalkan: {course}"),
    (
        Text(
            'The institution has cancelled your class "{course}" of {starts}.',
            'Lembaga membatalkan kelas Anda "{course}" pada {starts}.',
        ),
        Text("The reason: {reason}. {explanation}", "Alasan: {reason}. {explanation}"),
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

CLASS_MOVED = Letter(
    "class-moved",
    Text("Your class has changed: {course}", "Kelas Anda berubah: {course}"),
    (
        Text(
            'Your class "{course}" is at another time or place.',
            'Kelas Anda "{course}" berpindah waktu atau tempat.',
        ),
        Text("It starts on {starts}. {where}", "Dimulai pada {starts}. {where}"),
        Text(
            "Your seat and your voucher stay valid. If it does not suit you, the"
            " platform where you bought it can void the order before the class begins.",
            "Kursi dan voucher Anda tetap berlaku. Bila tidak sesuai, platform tempat"
            " Anda membeli dapat membatalkan pesanan sebelum kelas dimulai.",
        ),
    ),
)
