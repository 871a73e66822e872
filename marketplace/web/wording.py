"""States, steps and conditions in the words of the people they concern.

A name without words here is shown as it is, so that a new state never breaks a page.
"""

from catalog.authoring.wording import WORDS as CONTENT_WORDS
from catalog.courses.wording import ACCESS_NEEDS as ACCESS_NEEDS
from catalog.courses.wording import LEVELS as LEVELS
from catalog.courses.wording import MODES as MODES
from catalog.courses.wording import NEARNESS as NEARNESS
from catalog.curation.wording import WORDS as CURATION_WORDS
from catalog.feed.wording import FEED_WORDS
from catalog.imports.lists.wording import WORDS as LIST_WORDS
from catalog.monitoring.wording import WORDS as MONITORING_WORDS
from catalog.offerings.wording import WORDS as OFFERING_WORDS
from catalog.quality.wording import PARTS as QUALITY_PARTS
from catalog.reviews.wording import WORDS as REVIEW_WORDS
from catalog.schedules.wording import WORDS as SCHEDULE_WORDS
from core.text import Text
from marketplace.transfers.wording import WORDS as TRANSFER_WORDS
from partners.conflicts.wording import WORDS as CONFLICT_WORDS
from partners.onboarding.wording import WORDS as ONBOARDING_WORDS
from partners.staff.reviews.wording import WORDS as ACCESS_REVIEW_WORDS
from partners.standing.wording import WORDS as STANDING_WORDS
from partners.switches.wording import SWITCHES
from vouchers.learning.models import POST_TEST
from vouchers.learning.rules import FIRST

AWARD_STATES = {
    "active": Text("Active", "Aktif"),
    "revoked": Text(
        "Revoked: no course was bought before the deadline",
        "Dicabut: tidak ada pelatihan yang dibeli sampai batas waktu",
    ),
    "forfeited": Text("Ended: the rest was given back", "Berakhir: sisa dikembalikan"),
    "exhausted": Text("Spent in full", "Saldo habis terpakai"),
    "closed": Text("Ended", "Berakhir"),
}

APPLICATION_STATES = {
    "submitted": Text("Being checked", "Sedang diperiksa"),
    "verified": Text(
        "Meets the rules; selection follows", "Lolos syarat; tunggu hasil"
    ),
    "rejected": Text("Does not meet the rules", "Tidak memenuhi syarat"),
    "selected": Text("Selected", "Terpilih"),
    "not_selected": Text("Not selected this time", "Belum terpilih kali ini"),
}

BATCH_STATES = {
    "planned": Text("Not open yet", "Belum dibuka"),
    "open": Text("Open", "Dibuka"),
    "closed": Text("Closed", "Sudah ditutup"),
    "selected": Text("Closed", "Sudah ditutup"),
    "decided": Text("Closed", "Sudah ditutup"),
}

VOUCHER_STATES = {
    "issued": Text("Not redeemed yet", "Belum diredeem"),
    "redeemed": Text("Learning", "Sedang belajar"),
    "completed": Text("Completed", "Selesai"),
    "voided": Text("Cancelled, money returned", "Dibatalkan, saldo kembali"),
    "expired": Text("Expired", "Kedaluwarsa"),
}

NEXT_STEPS = {
    "redeem": Text(
        "Type the redeem code on the institution's site at the first meeting.",
        "Masukkan kode redeem di situs lembaga pelatihan pada pertemuan pertama.",
    ),
    "attend": Text(
        "Join the next meeting and confirm that you are there.",
        "Ikuti pertemuan berikutnya dan konfirmasi kehadiran Anda.",
    ),
    "post_test": Text(
        "Take the post-test on the institution's site.",
        "Kerjakan tes akhir di situs lembaga pelatihan.",
    ),
    "wait": Text(
        "Wait for the institution to finish the course and issue the certificate.",
        "Tunggu lembaga pelatihan menyelesaikan kelas dan menerbitkan sertifikat.",
    ),
    "review": Text(
        "Review the course: it is a condition of the incentive.",
        "Beri ulasan pelatihan: ini salah satu syarat insentif.",
    ),
    "interrupted": Text(
        "Choose another class, or take your balance back.",
        "Pilih kelas lain, atau ambil kembali saldo Anda.",
    ),
    "far_along": Text(
        "Wait, choose another class, or ask the programme for your balance.",
        "Tunggu, pilih kelas lain, atau mohon saldo Anda kepada program.",
    ),
    "asked": Text(
        "The programme decides about your balance and writes to you.",
        "Program memutuskan saldo Anda dan mengabari Anda.",
    ),
    "nothing": Text("Nothing to do.", "Tidak ada yang perlu dilakukan."),
}

INCENTIVE_STATES = {
    "conditions_open": Text("Conditions are open", "Syarat belum lengkap"),
    "eligible": Text("All conditions are met", "Semua syarat terpenuhi"),
    "scheduled": Text("To be paid", "Menunggu pembayaran"),
    "disbursing": Text("Being paid", "Sedang dibayarkan"),
    "paid": Text("Paid", "Sudah dibayarkan"),
    "failed": Text("The payment failed", "Pembayaran gagal"),
    "forfeited": Text("Lost", "Hangus"),
}

INCENTIVE_KINDS = {
    "job_search": Text("Job-search incentive", "Insentif pencarian kerja"),
    "survey": Text("Survey incentive", "Insentif survei"),
}

CONSEQUENCES = {
    "tell": Text("Telling those who sell", "Memberi tahu penjual"),
    "money": Text("Holding or releasing money", "Menahan atau melepas dana"),
    "learners": Text("Listing learners", "Mendaftar peserta"),
    "done": Text("Finished", "Selesai"),
}

ORGANISATION_STANDINGS = {
    "applied": Text("Application being prepared", "Permohonan sedang disiapkan"),
    "under_review": Text("Being reviewed", "Sedang ditinjau"),
    "approved": Text("Approved", "Disetujui"),
    "active_no_new_starts": Text(
        "Active, nothing new begins", "Aktif, tidak ada yang baru"
    ),
    "suspended": Text("Suspended", "Ditangguhkan"),
    "terminated": Text("Ended", "Diakhiri"),
}

LIMITS = {
    "sign_in_by_address": Text(
        "Many failed sign-ins from one address", "Banyak gagal masuk dari satu alamat"
    ),
    "sign_up_by_address": Text(
        "Many accounts wanted from one address",
        "Banyak permintaan akun dari satu alamat",
    ),
    "clients_by_address": Text(
        "Many wrong client secrets from one address",
        "Banyak rahasia klien salah dari satu alamat",
    ),
    "redeem_codes": Text(
        "A partner sends redeem codes that it has no voucher for",
        "Mitra mengirim kode tukar yang tidak dimilikinya",
    ),
}

DENIALS = {
    "sign_in": Text("Sign-in", "Masuk"),
    "client": Text("Client's own sign-in", "Autentikasi klien"),
    "link": Text("Linking", "Penautan"),
    "access": Text("Access", "Akses"),
    "voucher": Text("Voucher", "Voucher"),
    "order": Text("Order", "Pembelian"),
    "payout": Text("Payout", "Pencairan"),
}

PAYOUT_STATES = {
    "pending": Text("Being checked", "Sedang diperiksa"),
    "verified": Text("Verified", "Terverifikasi"),
    "refused": Text("Refused", "Ditolak"),
}

OCCUPATIONS = {
    "job_seeker": Text("I look for work", "Pencari kerja"),
    "laid_off": Text("I was laid off", "Terkena PHK"),
    "worker": Text("I work and need better skills", "Pekerja yang perlu keterampilan"),
    "business_owner": Text("I run a small business", "Pemilik usaha mikro atau kecil"),
}

OFFICES = {
    "state_official": Text("State official", "Pejabat negara"),
    "regional_parliament": Text(
        "Head or member of a regional parliament", "Pimpinan atau anggota DPRD"
    ),
    "civil_servant": Text("Civil servant", "Aparatur sipil negara (ASN)"),
    "army": Text("Member of the army", "Prajurit TNI"),
    "police": Text("Member of the police", "Anggota Polri"),
    "village_official": Text("Village head or staff", "Kepala atau perangkat desa"),
    "state_company_director": Text(
        "Director, commissioner or supervisor of a state company",
        "Direksi, komisaris atau dewan pengawas BUMN atau BUMD",
    ),
}

SHORTLIST = {
    "full": Text("Every class is full", "Semua kelas penuh"),
    "no_class": Text(
        "No class can be booked at this moment", "Belum ada kelas yang dapat dipesan"
    ),
    "not_sold": Text(
        "No platform sells it at this moment", "Belum dijual di platform mana pun"
    ),
    "ended": Text("It is not sold any more", "Tidak dijual lagi"),
}

KINDS = {
    "shortlist": SHORTLIST,
    "award": AWARD_STATES,
    "application": APPLICATION_STATES,
    "batch": BATCH_STATES,
    "voucher": VOUCHER_STATES,
    "step": NEXT_STEPS,
    "incentive": INCENTIVE_STATES,
    "incentive_kind": INCENTIVE_KINDS,
    "payout": PAYOUT_STATES,
    "mode": MODES,
    "limit": LIMITS,
    "denial": DENIALS,
    "organisation": ORGANISATION_STANDINGS,
    "consequence": CONSEQUENCES,
    **ONBOARDING_WORDS,
    **STANDING_WORDS,
    **CONFLICT_WORDS,
    "switch": SWITCHES,
    **ACCESS_REVIEW_WORDS,
    "level": LEVELS,
    "access_need": ACCESS_NEEDS,
    **CONTENT_WORDS,
    **OFFERING_WORDS,
    **SCHEDULE_WORDS,
    **FEED_WORDS,
    **CURATION_WORDS,
    **MONITORING_WORDS,
    **REVIEW_WORDS,
    **LIST_WORDS,
    "quality_part": QUALITY_PARTS,
    **TRANSFER_WORDS,
}

# The colour of a state, which only repeats what its words say.
TONES = {
    "good": {
        "approved",
        "applied",
        "met",
        "active",
        "selected",
        "completed",
        "paid",
        "verified",
        "redeemed",
    },
    "bad": {
        "revoked",
        "rejected",
        "refused",
        "failed",
        "forfeited",
        "expired",
        "unreadable",
    },
}


def name_of(words: dict[str, Text], key: str) -> Text:
    """The words of a state, or the state's own name when it has none."""
    return words.get(key, Text(key, key))


def tone_of(status: str) -> str:
    """`good`, `bad` or `plain`."""
    return next((tone for tone, names in TONES.items() if status in names), "plain")


def step_in_words(sequence: int) -> Text:
    """A sequence number in words: 1 redeems, 999 is the post-test."""
    if sequence == POST_TEST:
        return Text("Post-test", "Tes akhir")
    if sequence == FIRST:
        return Text(
            "First meeting (redeems the voucher)",
            "Pertemuan pertama (meredeem voucher)",
        )
    return Text(f"Meeting {sequence}", f"Pertemuan {sequence}")
