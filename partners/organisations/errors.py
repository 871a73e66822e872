"""Why an organisation may not act."""

from core.errors import Denied
from core.text import Text


class OrganisationNotApproved(Denied):
    """The caller's own organisation; another's standing is never told."""

    slug = "partner-suspended"
    title = Text("Your organisation may not act now", "Organisasi Anda ditangguhkan")
    detail = Text(
        "The standing of your organisation is: {standing}.",
        "Status organisasi Anda: {standing}.",
    )
    remedy = Text(
        "Nothing was changed. The programme's operator can tell you the reason and how"
        " to reply.",
        "Tidak ada yang berubah. Hubungi pengelola program untuk alasan dan tanggapan.",
    )
