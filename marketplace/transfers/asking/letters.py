"""What those who asked for their balance are told."""

from core.mail import Letter
from core.text import Text

_WHY = Text("The reason: {reason}", "Alasan: {reason}")

GRANTED = Letter(
    "refund-granted",
    Text("Your balance is back: {course}", "Saldo Anda kembali: {course}"),
    (
        Text(
            'Your request about "{course}" was granted. What it cost is back in your'
            " training balance, and you have at least two days to choose another"
            " course. If your award is over, it went back to the programme.",
            'Permohonan Anda tentang "{course}" dikabulkan. Harganya sudah kembali ke'
            " saldo pelatihan Anda, dan Anda memiliki paling sedikit dua hari untuk"
            " memilih pelatihan lain. Bila masa penetapan Anda berakhir, dana kembali"
            " ke program.",
        ),
        _WHY,
    ),
)

REFUSED = Letter(
    "refund-refused",
    Text("Your balance stays in the voucher: {course}", "Saldo tetap: {course}"),
    (
        Text(
            'Your request about "{course}" was refused. Your voucher and your steps'
            " stay valid, and you can change to another class.",
            'Permohonan Anda tentang "{course}" ditolak. Voucher dan langkah Anda tetap'
            " berlaku, dan Anda dapat pindah ke kelas lain.",
        ),
        _WHY,
        Text(
            "You can ask once more on this page; another person decides then. If you"
            " have asked twice, it stays so: {link}",
            "Anda dapat memohon sekali lagi di laman ini; orang lain yang memutuskan."
            " Bila sudah dua kali memohon, keputusan ini tetap: {link}",
        ),
    ),
)
