"""Mail reaches a real SMTP server, whatever that server does."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.mail import Letter, write_mail
from core.mail.delivery import Postman
from core.mail.message import Sender
from core.mail.models import Mail, MailStatus
from core.mail.services.claim import claim_due, forget_mails
from core.mail.transport import Folder, SmtpServer
from core.text import Text
from core.unit_of_work import unit_of_work
from tests.core.mail.smtp import free_port, post_office

LETTER = Letter(
    "test",
    Text("Your {thing}", "{thing} Anda"),
    (Text("The link: {link}", "Tautannya: {link}"), Text("Bye.", "Sampai jumpa.")),
)
SENDER = Sender("no-reply@training.example", "Program Pelatihan", "https://p.example")
ANI = "ani@example.org"


class Clock:
    """Time that a test moves by itself."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(at) -> Clock:
    return Clock(at)


def write(session, at, to=ANI, **changes) -> Mail:
    letter = LETTER.about(thing="kursi", link="https://p.example/x?a=1&b=2")
    mail = write_mail(session, to=to, locale="id", letter=letter, at=at, **changes)
    session.flush()
    return mail


def postman(office_url: str, clock: Clock, timeout: float = 5.0) -> Postman:
    return Postman(SmtpServer(office_url, timeout=timeout), SENDER, clock)


def test_a_letter_arrives_in_its_reader_s_language(session, clock):
    mail = write(session, clock.at)

    with post_office() as office:
        postman(office.url, clock).send_due()

    (message,) = office.taken
    assert message["To"] == ANI
    assert message["From"] == "Program Pelatihan <no-reply@training.example>"
    assert message["Subject"] == "kursi Anda"
    assert message["Message-ID"] == f"<{mail.id}@training.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == (
        "Halo,\n\nTautannya: https://p.example/x?a=1&b=2\n\nSampai jumpa.\n\n-- \n"
        "Program Pelatihan\nhttps://p.example\n"
    )
    session.refresh(mail)
    assert (mail.status, mail.sent_at) == (MailStatus.SENT, clock.at)


def test_what_was_sent_is_not_sent_again(session, clock):
    write(session, clock.at)

    with post_office() as office:
        courier = postman(office.url, clock)
        courier.send_due()
        clock.at += timedelta(days=1)
        courier.send_due()

    assert len(office.taken) == 1


def test_pd_01_recipient_and_content_are_sealed_and_the_content_goes(session, clock):
    mail = write(session, clock.at)
    assert ANI.encode() not in mail.recipient_sealed
    assert b"kursi" not in mail.content_sealed

    with post_office() as office:
        postman(office.url, clock).send_due()

    session.refresh(mail)
    assert mail.content_sealed is None


def test_a_server_that_is_down_is_tried_again_and_again(session, clock):
    mail, other = write(session, clock.at), write(session, clock.at)
    nowhere = f"smtp+plain://127.0.0.1:{free_port()}"

    assert postman(nowhere, clock).send_due() is False

    session.refresh(mail)
    session.refresh(other)
    for each in (mail, other):
        assert (each.status, each.attempts) == (MailStatus.WAITING, 1)
        assert each.next_attempt_at == clock.at + timedelta(minutes=1)
        assert each.failure == "ConnectionRefusedError"
    with post_office() as office:
        courier = postman(office.url, clock)
        courier.send_due()
        assert office.taken == []
        clock.at += timedelta(minutes=1)
        courier.send_due()
    assert len(office.taken) == 2


def test_a_slow_server_is_not_waited_for_for_ever(session, clock):
    mail = write(session, clock.at)

    with post_office() as office:
        office.delay = 2
        postman(office.url, clock, timeout=0.3).send_due()

    session.refresh(mail)
    assert mail.status == MailStatus.WAITING
    assert mail.failure == "SMTPServerDisconnected"


def test_a_4xx_means_later(session, clock):
    mail, other = write(session, clock.at), write(session, clock.at, to="b@example.org")

    with post_office() as office:
        office.refuse_recipient[ANI] = "450 mailbox busy"
        postman(office.url, clock).send_due()

    session.refresh(mail)
    assert (mail.status, mail.failure) == (MailStatus.WAITING, "450")
    # One busy mailbox holds up no other.
    session.refresh(other)
    assert other.status == MailStatus.SENT


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_a_5xx_means_never(session, clock, where):
    mail = write(session, clock.at)

    with post_office() as office:
        if where == "recipient":
            office.refuse_recipient[ANI] = "550 no such user"
        else:
            office.refuse_data = "554 not wanted"
        postman(office.url, clock).send_due()

    session.refresh(mail)
    assert mail.status == MailStatus.DEAD
    assert mail.failure == {"recipient": "550", "data": "554"}[where]
    assert mail.content_sealed is None


def test_a_server_that_refuses_our_own_address_kills_no_letter(session, clock):
    mail = write(session, clock.at)

    with post_office() as office:
        office.refuse_sender = "550 who are you"
        postman(office.url, clock).send_due()

    session.refresh(mail)
    assert (mail.status, mail.failure) == (MailStatus.WAITING, "sender 550")


def test_after_three_days_nobody_tries_any_more(session, clock):
    mail = write(session, clock.at)
    nowhere = f"smtp+plain://127.0.0.1:{free_port()}"
    courier, tries = postman(nowhere, clock), 0

    while mail.status == MailStatus.WAITING:
        clock.at = max(clock.at, mail.next_attempt_at)
        courier.send_due()
        session.refresh(mail)
        tries += 1

    assert mail.failure == "ConnectionRefusedError"
    assert clock.at - mail.created_at >= timedelta(days=3)
    # 1, 5, 15 and 60 minutes, then every four hours.
    assert tries == 23


def test_a_link_that_has_expired_is_worth_no_letter(session, clock):
    mail = write(session, clock.at, good_until=clock.at + timedelta(minutes=30))
    clock.at += timedelta(minutes=30)

    with post_office() as office:
        postman(office.url, clock).send_due()

    session.refresh(mail)
    assert office.taken == []
    assert (mail.status, mail.failure) == (MailStatus.DEAD, "expired")


@pytest.mark.parametrize("address", ["a@example,b.org", "a@<b.org", "a@[127.0.0.1]"])
def test_an_address_that_no_header_can_hold_is_given_up(session, clock, address):
    mail = write(session, clock.at, to=address)

    with post_office() as office:
        postman(office.url, clock).send_due()

    session.refresh(mail)
    assert (mail.status, mail.failure) == (MailStatus.DEAD, "address")


@pytest.mark.parametrize(
    ("address", "on_the_wire"),
    [
        ("あに@example.org", "あに@example.org"),
        ("a,b@example.org", '"a,b"@example.org'),
        ('a"b@example.org', '"a\\"b"@example.org'),
        ("a+b@example.org", "a+b@example.org"),
    ],
)
def test_a_strange_address_gets_its_letter_and_no_other_does(
    session, clock, address, on_the_wire
):
    write(session, clock.at, to=address)

    with post_office(enable_SMTPUTF8=True) as office:
        postman(office.url, clock).send_due()

    assert [each.rcpt_tos for each in office.envelopes] == [[on_the_wire]]


def test_a_server_that_knows_only_ascii_is_not_asked_for_more(session, clock):
    mail = write(session, clock.at, to="あに@example.org")

    with post_office(enable_SMTPUTF8=False) as office:
        postman(office.url, clock).send_due()

    session.refresh(mail)
    assert (mail.status, mail.failure) == (MailStatus.DEAD, "smtputf8")


def test_a_name_adds_no_line_to_the_head_of_a_message(session, clock):
    """Header injection."""
    evil = LETTER.about(thing="x\r\nBcc: all@example.org", link="y")
    write_mail(session, to=ANI, locale="en", letter=evil, at=clock.at)
    session.flush()

    with post_office() as office:
        postman(office.url, clock).send_due()

    (message,) = office.taken
    assert message["Bcc"] is None
    assert message["Subject"] == "Your x Bcc: all@example.org"


def test_a_letter_belongs_to_its_transaction(committed, at):
    def write_and_fail() -> None:
        with unit_of_work("test") as session:
            write(session, at)
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        write_and_fail()

    with unit_of_work("test") as session:
        assert session.scalars(select(Mail)).all() == []


@pytest.mark.race
def test_what_one_worker_has_no_other_takes(committed, at):
    with unit_of_work("test") as session:
        mail = write(session, at)

    with unit_of_work("one") as one, unit_of_work("other") as other:
        assert [each.id for each in claim_due(one, at=at)] == [mail.id]
        assert claim_due(other, at=at) == []
    # And after its commit for as long as the lease is.
    with unit_of_work("other") as other:
        assert claim_due(other, at=at + timedelta(minutes=4)) == []
    with unit_of_work("other") as other:
        assert len(claim_due(other, at=at + timedelta(minutes=5))) == 1


def test_a_worker_that_has_taken_long_gives_the_rest_back(session, clock):
    """Whatever it would begin after three minutes, another could begin, too."""
    first, second = write(session, clock.at), write(session, clock.at)

    with post_office() as office:
        courier = postman(office.url, clock)
        sent = office.taken

        class Slow(list):
            def append(self, item):
                super().append(item)
                clock.at += timedelta(minutes=4)

        office.taken = Slow(sent)
        courier.send_due()

    session.refresh(second)
    assert len(office.taken) == 1
    assert (second.status, second.attempts) == (MailStatus.WAITING, 0)
    assert second.next_attempt_at == clock.at
    session.refresh(first)
    assert first.status == MailStatus.SENT


def test_without_a_server_letters_become_files(session, clock, tmp_path):
    mail = write(session, clock.at)
    folder = tmp_path / "mail"

    Postman(Folder(folder), SENDER, clock).send_due()

    (path,) = folder.iterdir()
    assert path.name == f"{mail.id}.eml"
    assert b"To: ani@example.org" in path.read_bytes()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_old_mail_is_forgotten(session, clock):
    mail, waiting = write(session, clock.at), write(session, clock.at)
    mail.status = MailStatus.SENT
    session.flush()

    forget_mails(session, at=clock.at + timedelta(days=30))
    assert len(session.scalars(select(Mail)).all()) == 2
    forget_mails(session, at=clock.at + timedelta(days=30, seconds=1))

    assert session.scalars(select(Mail.id)).all() == [waiting.id]


def test_the_job_sends_until_nothing_is_left(session, monkeypatch, tmp_path):
    from core.mail import tasks

    at = datetime.now(UTC)
    for number in range(21):
        write(session, at, to=f"person{number}@example.org")
    courier = Postman(Folder(tmp_path), SENDER, Clock(at))
    monkeypatch.setattr(tasks, "_postman", courier)

    tasks.deliver(0)

    assert len(list(tmp_path.iterdir())) == 21
