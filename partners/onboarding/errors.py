"""Why an application cannot be begun, changed, sent or decided."""

from core.errors import Conflict, Malformed, NotFound, Stale
from core.text import Text


class ApplicationNotFound(NotFound):
    slug = "partner-application-not-found"
    title = Text("There is no such application", "Permohonan tidak ditemukan")
    detail = Text(
        "No application of this organisation has this id.",
        "Tidak ada permohonan organisasi ini dengan id tersebut.",
    )
    remedy = Text(
        "Look it up in the list of the organisation's applications.",
        "Cari di daftar permohonan organisasi.",
    )


class KindNotOnOffer(Conflict):
    slug = "organisation-kind-not-on-offer"
    title = Text("Nobody can apply for this kind", "Jenis ini tidak dibuka")
    detail = Text(
        "There are no requirements in force for the kind {kind}.",
        "Tidak ada persyaratan yang berlaku untuk jenis {kind}.",
    )
    remedy = Text(
        "Choose one of the kinds on offer.", "Pilih salah satu jenis yang dibuka."
    )


class KindAlreadyHeld(Conflict):
    slug = "organisation-kind-held"
    title = Text("The organisation is that already", "Jenis ini sudah dimiliki")
    detail = Text(
        "The organisation takes part as {kind} already.",
        "Organisasi sudah menjadi mitra sebagai {kind}.",
    )
    remedy = Text("Apply for another kind.", "Ajukan jenis yang lain.")


class ApplicationUnderWay(Conflict):
    slug = "partner-application-under-way"
    title = Text("An application is under way", "Permohonan sedang berjalan")
    detail = Text(
        "The organisation has an application for {kind} that is not decided yet.",
        "Organisasi memiliki permohonan untuk {kind} yang belum diputuskan.",
    )
    remedy = Text(
        "Go on with that one, or withdraw it first.",
        "Lanjutkan permohonan itu, atau tarik terlebih dahulu.",
    )


class OrganisationCannotApply(Conflict):
    slug = "organisation-cannot-apply"
    title = Text(
        "The organisation cannot apply now", "Organisasi belum dapat mendaftar"
    )
    detail = Text(
        "The standing of the organisation is: {standing}.",
        "Status organisasi: {standing}.",
    )
    remedy = Text(
        "While it is suspended, reply to the operator first. After it has ended, apply"
        " with a new organisation.",
        "Selama ditangguhkan, tanggapi pengelola dahulu. Setelah diakhiri, ajukan"
        " organisasi baru.",
    )


class TooManyApplications(Conflict):
    slug = "partner-applications-exhausted"
    title = Text("You have begun too many applications", "Permohonan terlalu banyak")
    detail = Text(
        "One person may have {limit} organisations that are not approved yet.",
        "Satu orang dapat memiliki {limit} organisasi yang belum disetujui.",
    )
    remedy = Text(
        "Finish or withdraw one of them.", "Selesaikan atau tarik salah satunya."
    )


class ApplicationStateWrong(Conflict):
    slug = "partner-application-state"
    title = Text(
        "The application is not at this point", "Permohonan tidak pada tahap ini"
    )
    detail = Text(
        "The application is {state}, and this is not possible then.",
        "Permohonan berstatus {state}, sehingga hal ini tidak dapat dilakukan.",
    )
    remedy = Text(
        "Look at the application again: somebody may have moved it on.",
        "Lihat kembali permohonannya: mungkin sudah diproses orang lain.",
    )


class AnswersUnusable(Malformed):
    """`errors` names for each field what is wrong: see rules.AnswerFault."""

    slug = "partner-answers-unusable"
    title = Text("Some answers cannot be kept", "Sebagian isian tidak dapat disimpan")
    detail = Text(
        "The member `errors` names each field and what is wrong with it.",
        "Anggota `errors` menyebut setiap isian dan kesalahannya.",
    )
    remedy = Text(
        "Correct them; what is left out may stay empty until you send the application.",
        "Perbaiki isian itu; yang belum ada boleh kosong sampai permohonan dikirim.",
    )


class NameUnusable(Malformed):
    slug = "organisation-name-unusable"
    title = Text("The name cannot be used", "Nama tidak dapat dipakai")
    detail = Text(
        "A name has 3 to 120 letters; a code 3 to 40 small letters, digits, dashes.",
        "Nama 3-120 huruf; kode 3-40 huruf kecil, angka, dan tanda hubung.",
    )
    remedy = Text("Write it out, without symbols.", "Tuliskan tanpa simbol.")


class TieNotFound(NotFound):
    slug = "partner-tie-not-found"
    title = Text("There is no such entry", "Entri tidak ditemukan")
    detail = Text(
        "The application has no owner, officer, account or domain with this id.",
        "Permohonan tidak memiliki pemilik, pengurus, rekening, atau domain itu.",
    )
    remedy = Text("Read the application again.", "Baca kembali permohonannya.")


class TieUnusable(Malformed):
    slug = "partner-tie-unusable"
    title = Text("The entry cannot be kept", "Entri tidak dapat disimpan")
    detail = Text(
        "For {relation}, this is missing or not usable: {field}.",
        "Untuk {relation}, ini belum ada atau tidak dapat dipakai: {field}.",
    )
    remedy = Text("Correct it and add it again.", "Perbaiki lalu tambahkan kembali.")


class TooManyTies(Conflict):
    slug = "partner-ties-exhausted"
    title = Text("There are too many entries", "Entri terlalu banyak")
    detail = Text(
        "An application names at most {limit} owners, officers, accounts and domains.",
        "Permohonan memuat paling banyak {limit} pemilik, pengurus, rekening, domain.",
    )
    remedy = Text(
        "Name those who own or decide most, and add a list as evidence.",
        "Sebutkan yang terpenting, dan lampirkan daftarnya sebagai bukti.",
    )


class DraftChangedMeanwhile(Stale):
    """`current` is the version that the draft has now."""

    slug = "partner-draft-changed"
    title = Text("Somebody else changed the draft", "Draf diubah orang lain")
    detail = Text(
        "The draft was changed after you read it, so your change was not kept.",
        "Draf berubah setelah Anda membacanya, sehingga perubahan Anda tidak disimpan.",
    )
    remedy = Text(
        "Read it again and make your change anew.",
        "Baca kembali lalu ulangi perubahan Anda.",
    )


class OrganisationNameTaken(Conflict):
    slug = "organisation-name-taken"
    title = Text("There is a partner of this name", "Nama ini sudah menjadi mitra")
    detail = Text(
        "A partner of the programme has this name, however it is written.",
        "Mitra program sudah memakai nama ini, apa pun penulisannya.",
    )
    remedy = Text(
        "If it is yours, ask its owner, or the operator, to give you a seat in it.",
        "Jika itu milik Anda, minta pemilik atau pengelola memberi Anda akses.",
    )


class ApplicationIncomplete(Conflict):
    """`missing` names what is not there, by its code."""

    slug = "partner-application-incomplete"
    title = Text("Something is still missing", "Permohonan belum lengkap")
    detail = Text(
        "The application cannot be sent before it is complete: {missing}.",
        "Permohonan belum dapat dikirim sebelum lengkap: {missing}.",
    )
    remedy = Text(
        "Complete what is named; the application says why each is needed.",
        "Lengkapi yang disebut; permohonan menjelaskan alasannya.",
    )


class EvidenceNotAsked(Malformed):
    slug = "partner-evidence-not-asked"
    title = Text("No such evidence is asked for", "Bukti ini tidak diminta")
    detail = Text(
        "The requirements of this application know no evidence {item}.",
        "Persyaratan permohonan ini tidak mengenal bukti {item}.",
    )
    remedy = Text(
        "Use one of the codes of the kind's evidence.",
        "Gunakan salah satu kode bukti jenis tersebut.",
    )


class TooManyFiles(Conflict):
    slug = "partner-files-exhausted"
    title = Text("There are enough files", "Berkas sudah cukup")
    detail = Text(
        "At most {limit} files may show this.", "Paling banyak {limit} berkas."
    )
    remedy = Text(
        "Remove one of them first, or join them into one PDF.",
        "Hapus salah satunya, atau gabungkan menjadi satu PDF.",
    )


class EvidenceNotFound(NotFound):
    slug = "partner-evidence-not-found"
    title = Text("There is no such file", "Berkas tidak ditemukan")
    detail = Text(
        "The application has no file with this id.",
        "Permohonan tidak memiliki berkas dengan id ini.",
    )
    remedy = Text("Read the application again.", "Baca kembali permohonannya.")


class CriterionUnknown(NotFound):
    slug = "partner-criterion-unknown"
    title = Text("There is no such criterion", "Kriteria tidak ditemukan")
    detail = Text(
        "The requirements of this application have no such criterion.",
        "Persyaratan permohonan ini tidak memuat kriteria tersebut.",
    )
    remedy = Text(
        "Use a code of the application's criteria.",
        "Gunakan kode kriteria permohonan.",
    )


class NoteMissing(Malformed):
    slug = "partner-note-missing"
    title = Text("Say what is wrong", "Jelaskan masalahnya")
    detail = Text(
        "Whoever finds a criterion not met, or has a question, writes it down.",
        "Kriteria yang tidak terpenuhi atau dipertanyakan perlu catatan.",
    )
    remedy = Text(
        "Write a note that the applicant can act on.",
        "Tulis catatan yang dapat ditindaklanjuti pemohon.",
    )


class ReasonMissing(Malformed):
    slug = "partner-reason-missing"
    title = Text("Say why", "Jelaskan alasannya")
    detail = Text(
        "Whoever decides, gives back or appeals says why; blanks say nothing.",
        "Keputusan, pengembalian, dan banding perlu alasan; spasi bukan alasan.",
    )
    remedy = Text(
        "Write the reason in words that the other side can act on.",
        "Tulis alasan yang dapat ditindaklanjuti pihak lain.",
    )


class ReviewUnfinished(Conflict):
    """`criteria` names those that stand in the way."""

    slug = "partner-review-unfinished"
    title = Text("The review does not carry this", "Peninjauan belum mendukung ini")
    detail = Text(
        "Look at these criteria first: {criteria}.",
        "Periksa dahulu kriteria berikut: {criteria}.",
    )
    remedy = Text(
        "Approval needs every criterion met, refusal or a request for changes at least"
        " one that is not, and neither leaves a criterion unlooked at.",
        "Persetujuan perlu semua kriteria terpenuhi; penolakan atau permintaan"
        " perubahan perlu setidaknya satu yang belum, dan semua harus diperiksa.",
    )


class NotByTheSamePerson(Conflict):
    slug = "partner-second-person-needed"
    title = Text("Another person has to decide", "Harus diputuskan orang lain")
    detail = Text(
        "You recommended, judged, began or sent this application, or work for the"
        " applicant.",
        "Anda merekomendasikan, menilai, memulai atau mengirim permohonan ini, atau"
        " bekerja pada pemohon.",
    )
    remedy = Text(
        "Ask a colleague who had no part in it.",
        "Minta rekan yang tidak terlibat.",
    )


class AppealNotPossible(Conflict):
    slug = "partner-appeal-not-possible"
    title = Text("There is no appeal", "Tidak dapat diajukan keberatan")
    detail = Text(
        "An application can be appealed once, within {days} days of its refusal.",
        "Keberatan dapat diajukan sekali, dalam {days} hari setelah penolakan.",
    )
    remedy = Text(
        "Apply again when the reasons are mended.",
        "Ajukan permohonan baru setelah alasannya diperbaiki.",
    )
