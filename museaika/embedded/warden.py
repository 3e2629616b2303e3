"""Keeps the reaper informed of which process groups live, so that none outlives a supervisor that was killed."""

import contextlib
import subprocess
import sys
from pathlib import Path

REAPER = Path(__file__).with_name("reaper.py")


class Warden:
    def __init__(self) -> None:
        self._groups: set[int] = set()
        self._reaper: subprocess.Popen[bytes] | None = None

    def begun(self, group: int) -> None:
        self._groups.add(group)
        self._tell(f"+{group}\n")

    def ended(self, group: int) -> None:
        self._groups.discard(group)
        self._tell(f"-{group}\n")

    def watch(self) -> None:
        """Start the reaper, or another if somebody ended it."""
        if self._reaper is not None and self._reaper.poll() is None:
            return
        self._reaper = subprocess.Popen(
            [sys.executable, "-I", "-S", str(REAPER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for group in self._groups:
            self._tell(f"+{group}\n")

    def dismiss(self) -> None:
        """End the reaper, which ends every group that is still there."""
        if self._reaper is not None and self._reaper.stdin is not None:
            with contextlib.suppress(OSError):
                self._reaper.stdin.close()
            self._reaper.wait(5)

    def _tell(self, line: str) -> None:
        if self._reaper is not None and self._reaper.stdin is not None:
            with contextlib.suppress(OSError):
                self._reaper.stdin.write(line.encode())
                self._reaper.stdin.flush()
