"""The demo's parts by themselves."""

import socket
import stat
from pathlib import Path

import pytest

from core.settings import BadSetting, Settings
from marketplace.demo import __main__ as demo_program
from marketplace.demo.children import Children
from marketplace.demo.errors import DemoStopped
from marketplace.demo.guard import listen
from marketplace.demo.keys import keys_in
from marketplace.demo.options import Options
from marketplace.demo.ports import take_port
from marketplace.walkthrough import __main__ as walkthrough_program


@pytest.mark.parametrize("given", ["eighty", "-1", "65536", "８０"])
def test_a_bad_port_names_the_variable_and_what_it_takes(given: str):
    with pytest.raises(BadSetting, match=r"DEMO_PORT.*0 to 65535"):
        Options.from_environment({"DEMO_PORT": given})


def test_a_demo_needs_no_variables():
    options = Options.from_environment({})

    assert (options.port, options.payment_port, options.people) == (8000, 8010, 2000)
    assert options.database_url is None


@pytest.mark.parametrize("program", [demo_program, walkthrough_program])
def test_help_is_printed_and_arguments_are_refused_and_nothing_starts(program, capsys):
    with pytest.raises(SystemExit) as helped:
        program.main(["--help"])
    assert helped.value.code == 0
    assert "DEMO_PORT" in capsys.readouterr().out

    with pytest.raises(SystemExit) as refused:
        program.main(["--port", "8100"])
    assert refused.value.code == 2
    assert "takes no arguments" in capsys.readouterr().err


def test_a_port_that_is_taken_says_which_variable_to_change():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        with pytest.raises(DemoStopped, match=rf"Port {taken} .* DEMO_PORT="):
            take_port(taken, "DEMO_PORT")


def test_keys_are_made_once_and_are_for_their_owner_alone(tmp_path: Path):
    first = keys_in(tmp_path)

    assert keys_in(tmp_path) == first
    mode = stat.S_IMODE((tmp_path / "keys.json").stat().st_mode)
    assert mode == 0o600


def test_lost_keys_bring_a_new_database(tmp_path: Path):
    first = keys_in(tmp_path)
    (tmp_path / "keys.json").unlink()

    second = keys_in(tmp_path)

    assert second.database != first.database
    assert second.index_key != first.index_key


def test_keys_are_settings_that_production_would_take(tmp_path: Path):
    settings = Settings.from_environment(
        keys_in(tmp_path).as_settings()
        | {
            "MARKETPLACE_ENV": "production",
            "DATABASE_URL": "postgresql://somewhere/else",
            "PUBLIC_URL": "https://demo.example",
            "FILES_FOLDER": str(tmp_path),
            "SMTP_URL": "smtps://mail.example",
            "MAIL_FROM": "no-reply@demo.example",
        }
    )

    assert list(settings.data_keys) == ["demo"]


def test_a_process_that_ends_by_itself_leaves_its_last_words(tmp_path: Path):
    children = Children(tmp_path)
    child = children.start("web server", ["no_such_module"], {"PATH": ""})
    child.process.wait(timeout=20)

    with pytest.raises(DemoStopped) as stopped:
        children.check()

    assert "The web server ended by itself (status 1)" in str(stopped.value)
    assert "No module named no_such_module" in str(stopped.value)
    children.stop()


def test_a_process_that_does_not_listen_is_ended_all_the_same(tmp_path: Path):
    (tmp_path / "deaf.py").write_text(
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('deaf', flush=True)\n"
        "time.sleep(600)\n"
    )
    children = Children(tmp_path, patience=0.5)
    child = children.start(
        "deaf one", ["deaf"], {"PYTHONPATH": str(tmp_path), "PATH": ""}
    )
    children.await_answer(child, lambda: "deaf" in child.log.read_text(), seconds=20)

    children.stop()

    assert child.process.returncode == -9


def test_the_guard_ends_those_whom_it_was_not_told_to_forget():
    left = listen(["watch 11\n", "watch 12\n", "forget 11\n", "watch 13\n"])

    assert left == {12, 13}
