"""What those who asked for their balance are told, and those who decide."""

from core.mail import Letter
from core.text import Text

_WHY = Text("The reason: {reason}", "Alasan: {reason}")
_LINK = Text("{link}", "{link}")

ASKED = Letter(
    "refund-asked",
    Text("We have your request: {course}", "Permohonan Anda kami terima: {course}"),
    (
        Text(
            'You asked for your balance of "{course}". Somebody of the programme'
            " decides by {due} and writes to you with the reason.",
            'Anda memohon pengembalian saldo "{course}". Program memutuskan paling'
            " lambat {due} dan mengabari Anda beserta alasannya.",
        ),
        Text(
            "Until then nothing changes: your voucher and your steps stay valid, and"
            " you can still change to another class. How it stands, you read here:",
            "Sebelum itu tidak ada yang berubah: voucher dan langkah Anda tetap"
            " berlaku, dan Anda masih dapat pindah kelas. Perkembangannya dapat Anda"
            " baca di sini:",
        ),
        _LINK,
    ),
)

LATE = Letter(
    "refund-late",
    Text("Your request takes longer: {course}", "Permohonan tertunda: {course}"),
    (
        Text(
            'Your request about "{course}" was not decided in time. We are sorry. Those'
            " who run the programme were told today; you need not do anything.",
            'Permohonan Anda tentang "{course}" belum diputuskan pada waktunya. Kami'
            " mohon maaf. Pengelola program sudah diberi tahu hari ini; Anda tidak"
            " perlu berbuat apa-apa.",
        ),
        Text(
            "Your voucher and your steps stay valid, and you can still change to"
            " another class:",
            "Voucher dan langkah Anda tetap berlaku, dan Anda masih dapat pindah"
            " kelas:",
        ),
        _LINK,
    ),
)

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
            "You can ask once more on this page; another person decides then: {link}",
            "Anda dapat memohon sekali lagi di laman ini; orang lain yang memutuskan:"
            " {link}",
        ),
    ),
)

REFUSED_FOR_GOOD = Letter(
    "refund-refused-for-good",
    REFUSED.subject,
    (
        *REFUSED.paragraphs[:2],
        Text(
            "A second person has looked at it, and this is final. What you can do now"
            " stands here: {link}",
            "Orang kedua sudah memeriksanya, dan keputusan ini final. Yang dapat Anda"
            " lakukan sekarang ada di sini: {link}",
        ),
    ),
)

_QUEUE = Text(
    "{waiting} wait in all, {overdue} of them too long; the first is or was due {due}.",
    "Seluruhnya {waiting} menunggu, {overdue} di antaranya melewati batas; yang pertama"
    " jatuh tempo {due}.",
)

ARRIVED = Letter(
    "refund-requests-arrived",
    Text("Balances are asked for: {new}", "Permohonan saldo baru: {new}"),
    (
        Text(
            "Learners whose class is interrupted ask for their balance; new are {new}.",
            "Peserta yang kelasnya terganggu memohon saldonya; permohonan baru: {new}.",
        ),
        _QUEUE,
        _LINK,
    ),
)

DUE_SOON = Letter(
    "refund-requests-due",
    Text("Balances to be decided about: {soon}", "Segera jatuh tempo: {soon} saldo"),
    (
        Text(
            "Learners wait for your decision about their balance; {soon} are due by"
            " the end of the next working day.",
            "Peserta menunggu keputusan Anda tentang saldonya; {soon} jatuh tempo"
            " paling lambat akhir hari kerja berikutnya.",
        ),
        _QUEUE,
        _LINK,
    ),
)

OVERDUE = Letter(
    "refund-requests-overdue",
    Text("Nobody decided in time: {overdue}", "Belum diputuskan: {overdue} permohonan"),
    (
        Text(
            "Learners of interrupted classes asked for their balance and have no answer"
            " though its day is over. Nothing is decided by itself: somebody with the"
            " role Treasury has to.",
            "Peserta kelas yang terganggu memohon saldonya dan belum mendapat jawaban"
            " meski batas waktunya lewat. Tidak ada yang terputus dengan sendirinya:"
            " seseorang dengan peran Bendahara harus memutuskan.",
        ),
        _QUEUE,
        Text("Who has which role, stands here:", "Siapa berperan apa, ada di sini:"),
        _LINK,
    ),
)

NOBODY_DECIDES = Letter(
    "refund-requests-nobody-decides",
    Text(
        "{organisation}: nobody decides about balances",
        "{organisation}: tidak ada yang memutuskan saldo",
    ),
    (
        Text(
            "Learners ask for their balance, and at {organisation} nobody is there to"
            " see to it, or nobody else for a second request. Give somebody the role"
            " Treasury, or Programme:",
            "Peserta memohon saldonya, dan di {organisation} tidak ada yang"
            " menanganinya, atau tidak ada orang lain untuk permohonan kedua. Beri"
            " seseorang peran Bendahara atau Program:",
        ),
        _LINK,
        _QUEUE,
    ),
)
