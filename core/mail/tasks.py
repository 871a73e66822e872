"""Sending mail every few seconds, and forgetting old mail each night."""

from core.clock import now
from core.jobs import periodic
from core.mail.delivery import Postman
from core.mail.message import Sender
from core.mail.services.claim import forget_mails
from core.mail.transport import Folder, SmtpServer, Transport
from core.settings import Settings
from core.unit_of_work import unit_of_work

_postman: Postman | None = None


def configure(settings: Settings) -> None:
    """Say where mail goes, and in whose name; once, at the start."""
    global _postman
    transport: Transport = Folder(settings.mail_folder)
    if settings.smtp_url:
        transport = SmtpServer(settings.smtp_url)
    sender = Sender(settings.mail_from, settings.programme_name, settings.public_url)
    _postman = Postman(transport, sender, now)


# One at a time: a slow server must not take the threads of all workers.
@periodic("mail.deliver", "*/5 * * * * *")
def deliver() -> None:
    """Send what is due, batch by batch, until nothing is left."""
    if _postman is None:
        raise RuntimeError("Call core.mail.tasks.configure() first.")
    while _postman.send_due():
        pass


@periodic("mail.forget", "47 18 * * *")
def forget() -> None:
    """Forget, at night in Jakarta, what was sent more than 30 days ago."""
    with unit_of_work("mail.forget") as session:
        forget_mails(session, at=now())
