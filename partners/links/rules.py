"""What an organisation may call its own account of somebody."""

import unicodedata

MAX_LETTERS = 200


def is_partner_account(text: str) -> bool:
    """Whether a text can be an organisation's id of an account: 1 to 200 letters, none
    of them a control character or half of one."""
    if not 1 <= len(text) <= MAX_LETTERS:
        return False
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text)
