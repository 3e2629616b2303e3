"""Every line has the same form, carries its ids and keeps secrets to itself."""

import contextvars
import json
import logging
import threading

import pytest

from museaika.logs import Censor, bind, bound, configure, hide


@pytest.fixture
def log(capsys):
    """Log, and read what came out on stderr."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level

    def logged(log_format="text", act=lambda: logging.getLogger("museaika.test").info("Hello")):
        configure(log_format, "INFO", "web")
        act()
        return capsys.readouterr().err

    yield logged
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def test_a_text_line_says_when_how_bad_who_and_what(log):
    line = log()
    assert line.endswith(" INFO museaika.test: Hello\n")
    assert line[10] == "T"
    assert line[23] == "Z"


def test_ids_bound_outside_are_on_every_line_inside_and_gone_after(log):
    def act():
        with bind(request_id="r1"), bind(job_id="j1", nothing=None):
            logging.getLogger("x").info("inside")
        logging.getLogger("x").info("after")

    inside, after = log(act=act).splitlines()
    assert inside.endswith("inside [request_id=r1 job_id=j1]")
    assert after.endswith("after")


def test_facts_of_one_thread_stay_in_it():
    seen = []
    with bind(request_id="mine"):
        thread = threading.Thread(target=lambda: seen.append(dict(bound())))
        thread.start()
        thread.join()
    assert seen == [{}]


def test_facts_bound_without_a_block_stay_and_newer_ones_win():
    def act():
        bind(request_id="old", other="x")
        bind(request_id="new")
        assert dict(bound()) == {"request_id": "new", "other": "x"}

    contextvars.Context().run(act)
    assert not bound()


def test_a_json_line_is_one_object_with_its_traceback_inside(log):
    def act():
        try:
            1 / 0  # noqa: B018 - the failure is the point
        except ZeroDivisionError:
            with bind(job_id="j1"):
                logging.getLogger("x").exception("Could not %s", "divide")

    lines = log("json", act=act).splitlines()
    assert len(lines) == 1
    line = json.loads(lines[0])
    assert line["message"] == "Could not divide"
    assert line["process"] == "web"
    assert line["job_id"] == "j1"
    assert line["level"] == "ERROR"
    assert "ZeroDivisionError" in line["traceback"]


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_known_secrets_never_reach_the_log(log, log_format):
    secret = "tell-nobody-1234"

    def act():
        try:
            int(secret)
        except ValueError:
            logging.getLogger("x").exception("with %s", secret)

    hide(secret)
    line = log(log_format, act=act)
    assert secret not in line
    assert "***" in line


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("redis://:p4ssw0rd@127.0.0.1:6379/0 is away", "p4ssw0rd"),
        ("mongodb+srv://user:p4ssw0rd@host/db", "p4ssw0rd"),
        ("Authorization: Bearer abcdefgh12345", "abcdefgh12345"),
        ("Authorization: Basic QWxhZGRpbjpvcGVu", "QWxhZGRpbjpvcGVu"),
        ("POST /token?access_token=abc123&x=1", "abc123"),
        ('{"refresh_token": "abc123", "x": 1}', "abc123"),
    ],
)
def test_what_looks_like_a_credential_is_hidden(text, hidden):
    censored = Censor()(text)
    assert hidden not in censored
    assert "***" in censored


def test_ordinary_text_stays_as_it_is():
    text = "GET http://127.0.0.1:8000/generations/3f?limit=2 mail@example.org 3 bearers"
    assert Censor("", "ab")(text) == text


def test_configuring_twice_logs_once(log):
    configure()
    assert log().count("Hello") == 1
