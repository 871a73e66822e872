"""The ways in which the taxonomies say no."""

from core.errors import Conflict
from core.text import Text


class EditionTooSmall(Conflict):
    slug = "taxonomy-edition-too-small"
    title = Text(
        "The new edition lacks too much", "Edisi baru terlalu banyak berkurang"
    )
    detail = Text(
        "{missing} of {known} concepts are not in it, more than {percent} per cent.",
        "{missing} dari {known} konsep tidak ada, lebih dari {percent} persen.",
    )
    remedy = Text(
        "Look whether a file was cut short. If they are truly gone, load it again with"
        " --accept-withdrawals.",
        "Periksa apakah ada berkas yang terpotong. Bila memang dihapus, muat lagi"
        " dengan --accept-withdrawals.",
    )
