"""What of a personal value may be shown without a reason (requirement PD-03)."""

DOT = "\N{BULLET}"


def mask_digits(value: str, *, head: int = 4, tail: int = 4) -> str:
    """`3273010101010001` becomes `3273••••••••0001`."""
    if len(value) <= head + tail:
        return DOT * len(value)
    return value[:head] + DOT * (len(value) - head - tail) + value[-tail:]


def mask_account_number(value: str) -> str:
    """Only the last four digits of a bank account or phone number."""
    return mask_digits(value, head=0, tail=4)


def mask_email(value: str) -> str:
    """`ani.lestari@example.org` becomes `a••••••••••@example.org`."""
    local, _, domain = value.partition("@")
    return local[:1] + DOT * max(len(local) - 1, 1) + "@" + domain


def mask_name(value: str) -> str:
    """`Ani Lestari` becomes `A•• L••••••`."""
    return " ".join(part[:1] + DOT * (len(part) - 1) for part in value.split())
