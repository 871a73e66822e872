"""A letter as a message of the internet (RFC 5322)."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID


@dataclass(frozen=True)
class Outgoing:
    """A message that is due, opened: who gets it, and what it says."""

    id: UUID
    recipient: str
    locale: str
    subject: str
    body: str
    created_at: datetime


@dataclass(frozen=True)
class Sender:
    """In whose name mail goes out, and where people find us."""

    address: str
    name: str
    site: str

    @property
    def domain(self) -> str:
        """The domain of the address."""
        return self.address.rpartition("@")[2]


class AddressUnusable(ValueError):
    """The recipient's address cannot be written into a message."""


def compose(mail: Outgoing, sender: Sender) -> EmailMessage:
    """The message, the same each time: an attempt that is repeated has the same
    Message-ID, by which servers and readers' programs know it again.

    Raises AddressUnusable.
    """
    message = EmailMessage(policy=SMTP)
    message["To"] = _address(mail.recipient)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}@{sender.domain}>"
    # Nobody's absence note is to answer (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(f"{mail.body}\n\n-- \n{sender.name}\n{sender.site}\n")
    message["Content-Language"] = mail.locale
    return message


def _address(text: str) -> Address:
    """The address, which has to mean the same once it is written and read again: a
    comma in it must not make two of it."""
    name, _, domain = text.rpartition("@")
    if not name or not domain or any(letter in domain for letter in ' ,;:<>()[]"\\@'):
        raise AddressUnusable
    try:
        return Address(username=name, domain=domain)
    except ValueError as error:
        raise AddressUnusable from error
