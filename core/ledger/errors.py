"""The ledger's way of saying no."""

from core.errors import Conflict
from core.text import Text


class BalanceExceeded(Conflict):
    slug = "balance-exceeded"
    title = Text("The account does not hold this amount", "Saldo tidak mencukupi")
    detail = Text(
        "The account holds {balance}, and {amount} is asked for.",
        "Saldo {balance}, sedangkan yang diminta {amount}.",
    )
    remedy = Text(
        "Nothing was booked. Use an amount that the account holds.",
        "Tidak ada yang dibukukan. Gunakan jumlah yang tersedia.",
    )
