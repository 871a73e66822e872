"""Where incentives can be paid to: the programme's banks and wallets.

The names come from the list of partners that ships (data/prakerja/partners.csv); a
channel's code is the name in lower case.
"""

from functools import cache

from core.datafiles import read_csv

ROLE = "payment_partner"


@cache
def channels() -> dict[str, str]:
    """Every channel by its code: `{"bni": "BNI", "ovo": "OVO", …}`."""
    rows = read_csv("prakerja/partners.csv")
    return {row["name"].lower(): row["name"] for row in rows if row["role"] == ROLE}
