"""The keys of a terminal while music plays: arrows move the mood, words name one, Ctrl-C ends."""

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

STEP: Final = 0.1
ARROWS: Final = {
    "\x1b[A": (0.0, STEP),
    "\x1b[B": (0.0, -STEP),
    "\x1b[C": (STEP, 0.0),
    "\x1b[D": (-STEP, 0.0),
}
"""Up and down is arousal, right and left valence."""
ENTER: Final = frozenset("\r\n")
RUBOUT: Final = frozenset("\x7f\b")


@dataclass
class Typed:
    """What came: moves of the mood, and whole lines."""

    moves: list[tuple[float, float]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


class Keys:
    """Reads without waiting for Enter where the input is a terminal, and lines where it is a pipe."""

    def __init__(self, source: int | None = None) -> None:
        self._source = sys.stdin.fileno() if source is None else source
        self._open = True
        self._rest = ""
        self.line = ""
        """What is being typed."""

    def wait(self, seconds: float) -> Typed:
        """What is typed within that time; the time goes by in any case when nothing is."""
        if not select.select([self._source] if self._open else [], [], [], max(seconds, 0.0))[0]:
            return Typed()
        data = os.read(self._source, 4096)
        self._open = bool(data)
        return self.take(data.decode("utf-8", "ignore"))

    def take(self, text: str) -> Typed:
        typed, text = Typed(), self._rest + text
        self._rest = ""
        while text:
            if text[0] == "\x1b":
                if len(text) < len("\x1b[A") and text in "\x1b[":
                    self._rest = text
                    break
                if move := ARROWS.get(text[:3]):
                    typed.moves.append(move)
                text = text[3:]
                continue
            self._sign(text[0], typed)
            text = text[1:]
        return typed

    def _sign(self, sign: str, typed: Typed) -> None:
        if sign in ENTER:
            if self.line.strip():
                typed.lines.append(self.line.strip())
            self.line = ""
        elif sign in RUBOUT:
            self.line = self.line[:-1]
        elif sign.isprintable():
            self.line += sign


@contextmanager
def at_once(source: int) -> Iterator[None]:
    """Keys come as they are pressed, and are not shown; nothing happens to what is no terminal."""
    if not os.isatty(source):
        yield
        return
    import termios  # noqa: PLC0415 - not on every system
    import tty  # noqa: PLC0415 - nor this

    before = termios.tcgetattr(source)
    try:
        tty.setcbreak(source)
        yield
    finally:
        termios.tcsetattr(source, termios.TCSADRAIN, before)
