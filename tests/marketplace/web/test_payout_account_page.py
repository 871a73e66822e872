"""Linking a payout account on its page (features 2, 3 and 5)."""

from sqlalchemy import select

from marketplace.payments.models import PayoutAccount
from tests.marketplace.web.story import make_payout_account, tell_story

ADDRESS = "/me/payout-account"


def accounts(session) -> list[tuple[str, str]]:
    rows = session.execute(select(PayoutAccount.channel, PayoutAccount.status))
    return [(channel, status) for channel, status in rows]


def test_an_account_is_linked_and_being_checked(person, session):
    response = person.send(ADDRESS, {"channel": "gopay", "number": "0812 3456 7890"})

    assert response.status_code == 303
    assert response.location == ADDRESS
    assert accounts(session) == [("gopay", "pending")]
    page = person.get(ADDRESS).text
    assert "••••••••7890" in page
    assert "Being checked" in page
    assert "hx-trigger" in page


def test_a_number_that_is_none_is_refused_with_what_to_do(person, session):
    response = person.send(ADDRESS, {"channel": "gopay", "number": "12"})

    assert response.status_code == 422
    assert "8 to 20 digits" in response.text
    assert "Copy the number" in response.text
    assert accounts(session) == []


def test_another_person_s_number_is_refused_without_saying_whose(person, session):
    other = tell_story(session)
    make_payout_account(session, other.account, "081234567890", channel="gopay")

    response = person.send(ADDRESS, {"channel": "gopay", "number": "081234567890"})

    assert response.status_code == 409
    assert "The account is in use" in response.text
    assert other.email not in response.text
    assert accounts(session) == [("gopay", "pending")]


def test_a_refused_account_says_why_and_how_to_mend_it(person, session, story):
    make_payout_account(
        session, story.account, status="refused", refusal="holder_name_mismatch"
    )

    page = person.get(ADDRESS).text

    assert "Refused" in page
    assert "The account is in another name" in page
    assert "Link an account in the name that is on your identity card." in page
    assert "Link another account" in page


def test_a_channel_that_is_none_of_ours_is_refused(person, session):
    response = person.send(ADDRESS, {"channel": "x", "number": "081234567890"})

    assert response.status_code == 422
    assert accounts(session) == []


def test_linking_without_the_token_is_refused(person, session):
    """SC-11: a forged form cannot act for her."""
    form = {"channel": "gopay", "number": "081234567890"}

    response = person.client.post(ADDRESS, data=form)

    assert response.status_code == 400
    assert accounts(session) == []


def test_the_same_account_again_is_refused_with_its_state_in_words(person, session):
    form = {"channel": "gopay", "number": "081234567890"}
    person.send(ADDRESS, form)

    response = person.send(ADDRESS, form, page="/me")

    assert response.status_code == 409
    assert "is your account; it is being checked." in response.text
    assert accounts(session) == [("gopay", "pending")]
