"""What the processes say: each line to the terminal under its speaker's name, and to a log file that stays small."""

import contextlib
import json
import logging
import os
import sys
from collections import defaultdict, deque
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

COLOURS = (36, 35, 33, 34, 32)
LONGEST = 64 * 1024
REMEMBERED = 15


class LogFile(RotatingFileHandler):
    """At most four files of five megabytes; a full disk does not stop the house."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=5_000_000, backupCount=3, encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name is logging's
        """Nobody to tell: the log is what failed."""

    def close(self) -> None:
        with contextlib.suppress(OSError):
            super().close()


class Journal:
    """Lines in, terminal and <folder>/<name>.log out; a terminal that went away is not an error."""

    def __init__(self, folder: Path, terminal: TextIO = sys.stdout, *, as_json: bool = False) -> None:
        self._folder = folder
        self._terminal: TextIO | None = terminal
        self._as_json = as_json
        self._coloured = terminal.isatty() and "NO_COLOR" not in os.environ and not as_json
        self._files: dict[str, LogFile] = {}
        self._begun: defaultdict[str, bytes] = defaultdict(bytes)
        self._speakers: list[str] = []
        self._recent: defaultdict[str, deque[str]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    def hear(self, name: str, data: bytes, *, quiet: bool = False) -> None:
        """Take what came out of a process, whole lines or not; no data means that it ended."""
        lines = (self._begun[name] + data).split(b"\n")
        rest = lines.pop()
        if rest and (not data or len(rest) > LONGEST):
            lines.append(rest)
            rest = b""
        self._begun[name] = rest
        for line in lines:
            self._write(name, line.decode("utf-8", "replace").rstrip("\r"), quiet=quiet)

    def recent(self, name: str) -> list[str]:
        """The last lines it said."""
        return list(self._recent[name])

    def path(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def show(self, name: str, line: str) -> None:
        """To the terminal only, under its name."""
        self.announce(self._dressed(name, line) + "\n")

    def announce(self, text: str) -> None:
        """To the terminal only, as it is."""
        if self._terminal is None:
            return
        try:
            self._terminal.write(text)
            self._terminal.flush()
        except (OSError, ValueError):
            self._terminal = None

    def close(self) -> None:
        for file in self._files.values():
            file.close()

    def _write(self, name: str, line: str, *, quiet: bool) -> None:
        self._recent[name].append(line)
        record = logging.LogRecord(name, logging.INFO, "", 0, line, None, None)
        if name not in self._files:
            self._files[name] = LogFile(self.path(name))
        self._files[name].emit(record)
        if not quiet:
            self.show(name, line)

    def _dressed(self, name: str, line: str) -> str:
        if self._as_json:
            return line if line.startswith("{") else json.dumps({"process": name, "message": line}, ensure_ascii=False)
        return f"{self._coloured_name(name)} {line}"

    def _coloured_name(self, name: str) -> str:
        if name not in self._speakers:
            self._speakers.append(name)
        colour = COLOURS[self._speakers.index(name) % len(COLOURS)]
        return f"\x1b[{colour}m{name:>8}\x1b[0m" if self._coloured else f"{name:>8}"


class Voice:
    """A text stream into the journal, for what the supervisor itself has to say."""

    def __init__(self, journal: Journal, name: str) -> None:
        self._journal = journal
        self._name = name

    def write(self, text: str) -> int:
        self._journal.hear(self._name, text.encode())
        return len(text)

    def flush(self) -> None:
        """Every line is out already."""
