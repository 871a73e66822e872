"""Mail: written in the transaction that it is about, sent after the commit.

`write_mail` puts a letter into the outbox, in the language of its reader; a job hands
it to the deployment's SMTP server, patiently. Without a server, in development, letters
become files in a folder.
"""

from core.mail.letters import Letter
from core.mail.services.write import write_mail

__all__ = ["Letter", "write_mail"]
