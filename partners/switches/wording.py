"""Switches in the words of those who read the pages."""

from core.text import Text

SWITCHES = {
    "participant_sign_up": Text("Registration of participants", "Pendaftaran peserta"),
    "partner_sign_up": Text("Signing up of partners", "Pendaftaran mitra"),
    "programme": Text("Programme", "Program"),
    "payouts": Text("Payouts", "Pembayaran"),
}
EFFECTS = {
    "participant_sign_up": Text(
        "Nobody registers, online or at a counter. Who has an account signs in.",
        "Tidak ada yang dapat mendaftar, daring maupun di loket. Pemilik akun tetap"
        " dapat masuk.",
    ),
    "partner_sign_up": Text(
        "Nobody makes an account for an organisation or begins an application with a"
        " new one. Drafts and invitations go on.",
        "Tidak ada yang dapat membuat akun untuk organisasi atau memulai permohonan"
        " dengan organisasi baru. Draf dan undangan tetap berjalan.",
    ),
    "programme": Text(
        "Nobody joins a batch, no batch is decided, no award is made, nothing is bought"
        " and no balance is revoked. What was bought goes on.",
        "Tidak ada yang dapat bergabung, ditetapkan, membeli, atau dicabut saldonya."
        " Yang sudah dibeli tetap berjalan.",
    ),
    "payouts": Text(
        "No incentive is ordered and no payment is sent. What was sent is followed to"
        " its end.",
        "Tidak ada insentif atau pembayaran yang dikirim. Yang sudah dikirim tetap"
        " dipantau.",
    ),
}
