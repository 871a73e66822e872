"""What courses are, in the words of those who choose and write them."""

from core.text import Text

MODES = {
    "self_paced": Text("Self-paced online", "Belajar mandiri daring"),
    "webinar": Text("Live webinar", "Webinar langsung"),
    "offline": Text("Classroom", "Tatap muka"),
    "blended": Text("Online and classroom", "Daring dan tatap muka"),
}

LEVELS = {
    "beginner": Text("For beginners", "Untuk pemula"),
    "intermediate": Text("With some experience", "Menengah"),
    "advanced": Text("Advanced", "Mahir"),
}

ACCESS_NEEDS = {
    "wheelchair": Text("Wheelchairs can enter", "Dapat diakses kursi roda"),
    "sign_language": Text("Sign language", "Bahasa isyarat"),
    "captions": Text("Captions", "Takarir"),
    "screen_reader": Text("Works with screen readers", "Mendukung pembaca layar"),
    "quiet_room": Text("A quiet room", "Ruang tenang"),
}

NEARNESS = {
    "district": Text("In the district", "Di kecamatan ini"),
    "from_home": Text("From home", "Dari rumah"),
    "regency": Text("In the regency or city", "Di kabupaten atau kota ini"),
    "province": Text("In the province", "Di provinsi ini"),
    "elsewhere": Text("Elsewhere", "Di tempat lain"),
}
