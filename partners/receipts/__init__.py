"""Consent receipts: what she read when she allowed something, kept as it was.

UU PDP (Law 27/2022), article 24: whoever processes by consent has to be able to show
it; articles 20 to 22 say what she must have been told. A receipt is hers to download,
also after unlinking.
"""

from partners.receipts.models import ConsentReceipt

__all__ = ["ConsentReceipt"]
