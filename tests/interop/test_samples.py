"""The samples of /docs/events do what they promise."""

import importlib.util
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from core.ids import new_id, new_signing_secret
from partners.asyncapi.reference import ALL_SAMPLES, SAMPLES
from partners.webhooks.messages import headers_of

SECRET = new_signing_secret()
BODY = '{"type":"order.placed","data":{"price":350000,"city":"Yogyakarta ✓"}}'
EVENT = {"type": "order.placed", "data": {"price": 350_000, "city": "Yogyakarta ✓"}}
MINUTES = timedelta(minutes=1)


def signed(*secrets: str, late: timedelta = timedelta()) -> dict[str, str]:
    at = datetime.now(UTC) - late
    headers = headers_of(new_id(), BODY.encode(), secrets=secrets, at=at)
    return {name: headers[name] for name in headers if name.startswith("webhook-")}


def cases() -> list[tuple[dict[str, object], object]]:
    """Webhooks, each with what has to come of it."""
    other = new_signing_secret()
    altered = BODY.replace("350000", "1")
    return [
        ({"body": BODY, "headers": signed(SECRET)}, EVENT),
        ({"body": BODY, "headers": signed(other, SECRET)}, EVENT),
        ({"body": BODY, "headers": signed(SECRET, late=4 * MINUTES)}, EVENT),
        ({"body": BODY, "headers": signed(other)}, None),
        ({"body": altered, "headers": signed(SECRET)}, None),
        ({"body": BODY, "headers": signed(SECRET, late=6 * MINUTES)}, None),
        ({"body": BODY, "headers": signed(SECRET, late=-6 * MINUTES)}, None),
        (
            {"body": BODY, "headers": signed(SECRET) | {"webhook-id": str(new_id())}},
            None,
        ),
    ]


def test_every_sample_is_run_here():
    assert {sample.name for sample in ALL_SAMPLES} == {
        path.name for path in SAMPLES.iterdir() if path.is_file()
    }
    assert {sample.name.rpartition(".")[2] for sample in ALL_SAMPLES} == {
        "py",
        "mjs",
        "sh",
    }


@pytest.mark.parametrize("name", ["verify_library.py", "verify_plain.py"])
def test_the_samples_in_python_verify(name):
    spec = importlib.util.spec_from_file_location(name[:-3], SAMPLES / name)
    sample = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sample)

    for webhook, expected in cases():
        try:
            found = sample.read_webhook(
                SECRET, webhook["body"].encode(), webhook["headers"]
            )
        except Exception:
            found = None
        assert found == expected, webhook


@pytest.mark.parametrize("name", ["verify_library.mjs", "verify_plain.mjs"])
def test_the_samples_in_javascript_verify(run_node, node_libraries, tmp_path, name):
    """Beside the locked libraries, as in a partner's project."""
    folder = node_libraries / "node_modules" / ".samples"
    folder.mkdir(exist_ok=True)
    shutil.copy(SAMPLES / name, folder / name)
    webhooks = cases()

    found = run_node(
        "run_sample.mjs",
        {
            "sample": str(folder / name),
            "secret": SECRET,
            "webhooks": [webhook for webhook, _ in webhooks],
        },
    )

    assert found == [expected for _, expected in webhooks]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_the_sample_for_the_shell_prints_the_signature():
    headers = signed(SECRET)

    printed = subprocess.run(
        ["sh", SAMPLES / "verify_plain.sh"],
        input=BODY.encode(),
        env={
            "PATH": os.environ["PATH"],
            "WEBHOOK_SECRET": SECRET,
            "WEBHOOK_ID": headers["webhook-id"],
            "WEBHOOK_TIMESTAMP": headers["webhook-timestamp"],
        },
        capture_output=True,
        check=True,
    ).stdout.decode()

    assert printed.strip() == headers["webhook-signature"]
