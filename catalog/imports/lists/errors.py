"""The ways in which lists say no."""

from core.errors import Conflict, Malformed, NotFound
from core.text import Text


class CourseListNotFound(NotFound):
    """Also the answer for another institution's list."""

    slug = "course-list-not-found"
    title = Text("You have no such list", "Anda tidak memiliki daftar ini")
    detail = Text(
        "No list of your institution has this id. Lists are kept for 30 days.",
        "Tidak ada daftar lembaga Anda dengan id ini. Daftar disimpan 30 hari.",
    )
    remedy = Text(
        "Look at /v1/provider/course-lists, or send the file again: the same list twice"
        " changes nothing.",
        "Lihat /v1/provider/course-lists, atau kirim lagi berkasnya: daftar yang sama"
        " tidak mengubah apa pun.",
    )


class CourseListStateWrong(Conflict):
    slug = "course-list-state-wrong"
    title = Text("The list is not open for that", "Daftar tidak terbuka untuk itu")
    detail = Text("The list is {state}.", "Daftar berstatus {state}.")
    remedy = Text(
        "Upload, map, check, apply: a list is applied after its dry run has ended, and"
        " is not changed while it is read or applied.",
        "Unggah, petakan, periksa, terapkan: daftar diterapkan setelah diperiksa, dan"
        " tidak diubah selama dibaca atau diterapkan.",
    )


class MappingUnusable(Malformed):
    """`problems` lists all that is wrong, each with `what` and `where`."""

    slug = "course-list-mapping-unusable"
    title = Text("The mapping cannot be used", "Pemetaan tidak dapat dipakai")
    detail = Text(
        "{count} things in the mapping are wrong.",
        "{count} hal dalam pemetaan ini keliru.",
    )
    remedy = Text(
        "Mend what `problems` lists: each field has one column, one of them is a title,"
        " and words stand for what the field knows.",
        "Perbaiki isi `problems`: satu kolom untuk satu bidang, salah satunya judul,"
        " dan arti kata harus dikenal bidangnya.",
    )


class ListChangesTooMuch(Conflict):
    slug = "course-list-changes-too-much"
    title = Text(
        "The list would change too much", "Daftar akan mengubah terlalu banyak"
    )
    detail = Text(
        "{changed} of your {existing} courses would change. Nothing was applied.",
        "{changed} dari {existing} pelatihan Anda akan berubah. Tidak ada yang"
        " diterapkan.",
    )
    remedy = Text(
        "Look at the rows with outcome `change`. If that is what you want, apply it"
        " with a `reason`.",
        "Periksa baris dengan hasil `change`. Bila memang benar, terapkan dengan"
        " `reason`.",
    )
