"""SSRF: a partner names an address inside our network as her webhook endpoint."""

from dataclasses import replace

import pytest

from tests.attacks.attacking import changed, error_of, picture
from tests.factories import authorization, make_client, make_organisation, make_token

INSIDE = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://service.localhost/",
    "https://printer.local/",
    "https://10.0.0.5/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fd00::1]/",
    "https://[fe80::1%25eth0]/",
    "https://hooks.example@127.0.0.1/",
    "https://127.0.0.1:443@hooks.example/",
    "https://hooks.example:22/",
    "http://hooks.example/",
    "gopher://hooks.example/",
    "file:///etc/passwd",
    "//hooks.example/",
    "https://hooks.example/#@127.0.0.1/",
    "https:\\\\127.0.0.1\\",
]


@pytest.fixture
def strict(app, monkeypatch):
    """The application as in production: webhooks go to the open internet only."""
    settings = replace(app.extensions["settings"], allow_private_webhooks=False)
    monkeypatch.setitem(app.extensions, "settings", settings)


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("address", INSIDE)
def test_no_webhook_leads_inside(client, session, address):
    organisation = make_organisation(session)
    bearer = make_token(
        session, make_client(session, organisation, ["webhooks:manage"])
    )
    before = picture(session)

    answer = client.post(
        "/v1/webhook-endpoints",
        json={"url": address},
        headers=authorization(bearer),
    )

    assert answer.status_code == 422, answer.text
    assert error_of(answer) in ("webhook-url-refused", "invalid-request")
    assert changed(before, picture(session)) == set()
