"""A role while it is played: its process, whether it is ready, and when it may be started again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from museaika.embedded.role import Role

LEASH = Path(__file__).with_name("leash.py")
BUSY_MINUTE = 5
"""Restarts within a minute before it is only tried now and then."""
FIRST_PAUSE, LONG_PAUSE = 0.25, 30.0
MOUTHFUL = 1_000_000


class Child:
    """Start it from the main thread only: the kernel's leash follows the thread that held it."""

    def __init__(self, role: Role, clock: Callable[[], float] = time.monotonic) -> None:
        self.role = role
        self.ready = False
        self.ever_ready = False
        self.next_start = 0.0
        self.started = 0.0
        self._asked = float("inf")
        self._started_at = 0.0
        self._clock = clock
        self._exits: deque[float] = deque()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def output(self) -> int:
        """The file descriptor its words arrive on."""
        if self._process is None or self._process.stdout is None:
            raise ValueError("it does not run")
        return self._process.stdout.fileno()

    def start(self, kept_open: tuple[int, ...] = ()) -> int:
        """Start it in a session of its own; the file descriptor its words arrive on."""
        leashed = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), *self.role.argv]
        self.started, self._started_at, self._asked = self._clock(), time.time(), float("inf")
        self._process = subprocess.Popen(
            leashed,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.role.environment},
            start_new_session=True,
            pass_fds=kept_open,
        )
        os.set_blocking(self.output, False)
        return self.output

    def read(self) -> bytes:
        """What it has said since the last time, up to a megabyte."""
        heard = bytearray()
        with contextlib.suppress(BlockingIOError):
            while len(heard) < MOUTHFUL and (data := os.read(self.output, 65536)):
                heard += data
        return bytes(heard)

    def probe(self) -> bool:
        """True at the moment it becomes ready."""
        if self.running and not self.ready and self.role.ready(self._started_at):
            self.ready = self.ever_ready = True
            return True
        return False

    def ended(self) -> int | None:
        """Its exit status once it ended by itself; whatever it left in its group goes with it."""
        status = self._process.poll() if self._process else None
        if status is not None:
            self.kill()
        return status

    def bury(self) -> None:
        """Forget the process that ended."""
        if self._process and self._process.stdout:
            self._process.stdout.close()
        self._process, self.ready = None, False

    def plan_restart(self) -> int:
        """Decide when to start it again; how often it ended within the last minute."""
        now = self._clock()
        self._exits.append(now)
        while self._exits[0] < now - 60:
            self._exits.popleft()
        often = len(self._exits)
        self.next_start = now + (FIRST_PAUSE * 2 ** (often - 1) if often <= BUSY_MINUTE else LONG_PAUSE)
        return often

    @property
    def leaving(self) -> bool:
        """Asked to go, and not gone yet."""
        return self._asked < float("inf")

    @property
    def overdue(self) -> bool:
        """Asked to go longer ago than its grace."""
        return self._clock() - self._asked > self.role.grace

    def ask_to_go(self) -> None:
        self._asked = min(self._asked, self._clock())
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    def kill(self) -> None:
        """The whole group, which has the number of its first process."""
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
