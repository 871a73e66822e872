"""WH-06: whatever an address is called, nothing is sent inside."""

import socket

import httpx
import pytest

from partners.webhooks.client import Sender

OUTSIDE, INSIDE = "93.184.216.34", "10.0.0.5"

# Spellings that some program or other takes for an address inside.
SPELLINGS = [
    "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://0/",
    "https://0.0.0.0/", "https://2130706433/", "https://0x7f000001/",
    "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://017700000001/",
    "https://127.0.0.1.:443/", "https://localhost/", "https://LOCALHOST/",
    "https://localhost./", "https://[::1]/", "https://[::]/",
    "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/",
    "https://[fe80::1%25lo]/", "https://[fd00:ec2::254]/",
    "https://169.254.169.254/latest/meta-data/", "https://[::ffff:a9fe:a9fe]/",
    "https://100.64.0.1/", "https://100.100.100.200/", "https://192.168.0.1/",
    "https://172.16.0.1/", "https://10.0.0.1/", "https://\u0661\u0662\u0667.0.0.1/",
    "https://127。0。0。1/", "https://①②⑦.⓪.⓪.①/", "https://user@127.0.0.1/",
    "https://127.0.0.1#@hooks.example/", "https://hooks.example@127.0.0.1/",
    "https://127.0.0.1\\@hooks.example/", "https:///127.0.0.1/",
    "http://hooks.example/", "https://hooks.example:22/", "https://hooks.example:80/",
    "https://hooks.example:5432/", "gopher://hooks.example/", "file:///etc/passwd",
]  # fmt: skip


class Network:
    """Where connections would have gone; none is made."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.reached.append(request.url.host)
        return httpx.Response(204, stream=httpx.ByteStream(b""))


@pytest.fixture
def network() -> Network:
    return Network()


def resolving(*answers: str | list[str]):
    """A name server that gives another answer each time; the last one for ever."""
    left = [[one] if isinstance(one, str) else one for one in answers]
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return left.pop(0) if len(left) > 1 else left[0]

    resolve.asked = asked  # type: ignore[attr-defined]
    return resolve


def sender(network: Network, resolver) -> Sender:
    return Sender(
        allow_private=False,
        resolver=resolver,
        transport=httpx.MockTransport(network),
    )


def system_resolver(host: str, port: int) -> list[str]:
    """As the operating system reads spellings; names are not asked for outside."""
    found = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
    )
    return [str(entry[4][0]) for entry in found]


@pytest.mark.parametrize("url", SPELLINGS)
def test_wh_06_no_spelling_of_an_address_inside_is_connected_to(network, url):
    answer = sender(network, system_resolver).send(url, b"{}", {})

    assert answer.status is None
    assert answer.error in ("blocked_address", "connection_failed", "broken_answer")
    assert network.reached == []


@pytest.mark.parametrize(
    "answer",
    [
        "127.0.0.1", INSIDE, "169.254.169.254", "100.64.0.1", "::1", "fe80::1",
        "::ffff:10.0.0.5", "64:ff9b::a00:5", "2002:a00:5::", "::a00:5", "fec0::1",
        [OUTSIDE, INSIDE], [INSIDE, OUTSIDE], [OUTSIDE, "::1"], [],
    ],
)  # fmt: skip
def test_wh_06_a_name_that_leads_inside_is_not_connected_to(network, answer):
    resolver = resolving(answer)

    answered = sender(network, resolver).send("https://hooks.example/", b"{}", {})

    assert answered.error == "blocked_address"
    assert network.reached == []


def test_wh_06_a_name_server_that_changes_its_answer_gains_nothing(network):
    """It says outside when it is asked first and inside ever after. An attempt asks
    once and connects to what it checked; the next attempt asks and checks again."""
    resolver = resolving(OUTSIDE, INSIDE)
    sends = sender(network, resolver)

    first = sends.send("https://hooks.example/", b"{}", {})
    second = sends.send("https://hooks.example/", b"{}", {})

    assert first.status == 204
    assert second.error == "blocked_address"
    assert network.reached == [OUTSIDE]
    assert resolver.asked == ["hooks.example", "hooks.example"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_wh_06_a_redirect_leads_nowhere(status):
    reached = []

    def redirect(request: httpx.Request) -> httpx.Response:
        reached.append(request.url.host)
        return httpx.Response(
            status,
            headers={"location": "http://169.254.169.254/"},
            stream=httpx.ByteStream(b""),
        )

    sends = Sender(
        allow_private=False,
        resolver=resolving(OUTSIDE),
        transport=httpx.MockTransport(redirect),
    )

    answer = sends.send("https://hooks.example/", b"{}", {})

    assert (answer.status, reached) == (status, [OUTSIDE])
    assert not answer.is_success


def test_a_proxy_of_the_environment_is_not_asked(network, monkeypatch):
    """It would connect for us to what it resolves itself."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    answer = sender(network, resolving(OUTSIDE)).send(
        "https://hooks.example/", b"{}", {}
    )

    assert (answer.status, network.reached) == (204, [OUTSIDE])
