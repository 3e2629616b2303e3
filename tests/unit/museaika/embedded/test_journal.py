"""Lines of many processes become one readable stream, and files that stay small."""

import io
import json

from museaika.embedded.journal import LONGEST, Journal, Voice


class Terminal(io.StringIO):
    def __init__(self, tty=False):
        super().__init__()
        self._tty = tty

    def isatty(self):
        return self._tty


def test_each_line_carries_the_name_of_its_speaker(tmp_path):
    terminal = Terminal()
    journal = Journal(tmp_path, terminal)
    journal.hear("web", b"one\ntw")
    journal.hear("worker", b"mine\n")
    journal.hear("web", b"o\n")
    journal.close()
    assert terminal.getvalue() == "     web one\n  worker mine\n     web two\n"
    assert (tmp_path / "web.log").read_text() == "one\ntwo\n"
    assert (tmp_path / "worker.log").read_text() == "mine\n"


def test_last_words_without_a_line_end_are_not_lost(tmp_path):
    terminal = Terminal()
    journal = Journal(tmp_path, terminal)
    journal.hear("web", b"good\nby")
    journal.hear("web", b"")
    journal.hear("web", b"")
    journal.close()
    assert terminal.getvalue().splitlines() == ["     web good", "     web by"]


def test_quiet_ones_are_heard_in_their_file_only(tmp_path):
    terminal = Terminal()
    journal = Journal(tmp_path, terminal)
    journal.hear("valkey", b"chatter\n", quiet=True)
    journal.close()
    assert terminal.getvalue() == ""
    assert journal.recent("valkey") == ["chatter"]
    assert (tmp_path / "valkey.log").read_text() == "chatter\n"


def test_colours_are_for_terminals_whose_owner_wants_them(tmp_path, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = Terminal(tty=True)
    Journal(tmp_path, coloured).show("web", "hello")
    assert coloured.getvalue().startswith("\x1b[")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal(tty=True)
    Journal(tmp_path, plain).show("web", "hello")
    assert plain.getvalue() == "     web hello\n"


def test_in_json_every_line_is_an_object_whoever_said_it(tmp_path):
    terminal = Terminal()
    journal = Journal(tmp_path, terminal, as_json=True)
    journal.hear("web", b'{"message": "ours"}\nsomebody else\'s\n')
    journal.close()
    ours, theirs = [json.loads(line) for line in terminal.getvalue().splitlines()]
    assert ours == {"message": "ours"}
    assert theirs == {"process": "web", "message": "somebody else's"}


def test_a_terminal_that_went_away_does_not_stop_the_log(tmp_path):
    terminal = Terminal()
    journal = Journal(tmp_path, terminal)
    terminal.close()
    journal.hear("web", b"still here\n")
    journal.close()
    assert (tmp_path / "web.log").read_text() == "still here\n"


def test_a_line_that_never_ends_is_cut_and_bytes_that_are_no_text_are_shown(tmp_path):
    journal = Journal(tmp_path, Terminal())
    journal.hear("web", b"x" * (LONGEST + 1))
    journal.hear("web", b"\xff\xfe\n")
    journal.close()
    assert journal.recent("web")[0] == "x" * (LONGEST + 1)
    assert journal.recent("web")[1] == "\ufffd\ufffd"


def test_log_files_stay_small(tmp_path):
    journal = Journal(tmp_path, Terminal())
    for _ in range(30):
        journal.hear("web", (b"x" * 999 + b"\n") * 1000, quiet=True)
    journal.close()
    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert set(sizes) == {"web.log", "web.log.1", "web.log.2", "web.log.3"}
    assert max(sizes.values()) <= 5_000_000


def test_a_full_disk_stops_nobody_and_fills_no_terminal(tmp_path, capsys):
    (tmp_path / "web.log").symlink_to("/dev/full")
    terminal = Terminal()
    journal = Journal(tmp_path, terminal)
    journal.hear("web", b"one\ntwo\n")
    journal.close()
    assert terminal.getvalue() == "     web one\n     web two\n"
    assert capsys.readouterr().err == ""


def test_the_supervisor_has_a_voice_too(tmp_path):
    terminal = Terminal()
    journal = Journal(tmp_path, terminal)
    voice = Voice(journal, "museaika")
    voice.write("web ended\n")
    voice.flush()
    journal.close()
    assert terminal.getvalue() == "museaika web ended\n"
