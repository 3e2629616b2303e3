"""A whole server in a folder of its own, as `museaika up` runs it: started, watched, killed in parts, stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from benching.processes import alive, children, command, family, kill, wait_gone

UP = (sys.executable, "-P", "-m", "museaika.commands", "up")
ROLES = ("valkey", "worker", "upkeep", "web")


class House:
    """with House() as house: ... starts it, and leaves no process and no folder behind.

    Settings are given as variables: House(MUSEAIKA_WORKERS="1"). Limits are off unless `limited`.
    """

    def __init__(
        self, *, folder: Path | None = None, limited: bool = False, start: tuple[str, ...] = UP, **settings: str
    ) -> None:
        self._own = tempfile.TemporaryDirectory(prefix="museaika-bench-") if folder is None else None
        self.folder = folder or Path(self._own.name if self._own else "")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = start
        self._settings = {} if limited else _unlimited()
        self._settings |= settings
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def __enter__(self) -> Self:
        self.start()
        try:
            self.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.stop()
        if self._own:
            self._own.cleanup()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self, directory: Path | None = None) -> None:
        """Without waiting for anything."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("MUSEAIKA_")}
        told = {"MUSEAIKA_DATA": str(self.data), "MUSEAIKA_PORT": str(self.port), **self._settings}
        self._started = time.time()
        with (self.folder / "up.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=directory or self.folder,
                env=ours | told,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_ready(self, seconds: float = 60.0) -> None:
        """Until every part answers and the workers take jobs."""
        self.wait_answer("/readyz", seconds)
        deadline = time.monotonic() + seconds
        while not written_since(self.data / "run" / "worker.ready", self._started):
            self._check(deadline)

    def wait_answer(self, path: str, seconds: float = 60.0) -> None:
        """Until a GET of this path gives 200."""
        deadline = time.monotonic() + seconds
        while not self._answers(path):
            self._check(deadline)

    def stop(self) -> float:
        """Ask it to go; seconds until the last process was gone. What would not go is killed, and is an error."""
        if self._process is None:
            return 0.0
        everybody, begun = self.everybody(), time.monotonic()
        kill([self._process.pid], signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(20)
        left = wait_gone(everybody, 5)
        kill(left)
        self._process.wait(5)
        self._process = None
        if left:
            raise RuntimeError(f"processes that would not go: {', '.join(map(command, left)) or left}")
        return time.monotonic() - begun

    def pull_the_plug(self) -> None:
        """Kill everything with -9 at once, as if the machine had lost its power."""
        everybody = self.everybody()
        kill(everybody)
        left = wait_gone(everybody, 10)
        if self._process is not None:
            self._process.wait(5)
            self._process = None
        if left:
            raise RuntimeError(f"processes that survived: {', '.join(map(command, left))}")

    def behead(self) -> None:
        """Kill only the supervisor with -9."""
        if self._process is not None:
            kill([self._process.pid])
            self._process.wait(5)
            self._process = None

    def survivors(self, everybody: list[int], seconds: float = 5.0) -> list[int]:
        """Those of them that are still there after a while."""
        return wait_gone(everybody, seconds)

    def everybody(self) -> list[int]:
        return family(self._process.pid) if self._process else []

    def pid(self, role: str) -> int:
        """The one process of a role: valkey, worker, live-1, live-2, upkeep or web. Raises LookupError while there is
        none.
        """
        found = self.roles().get(role)
        if found is None:
            raise LookupError(f"no {role} runs")
        return found

    def roles(self) -> dict[str, int]:
        everybody = self.everybody()
        found: dict[str, int] = {}
        for pid in everybody:
            if role := _role(command(pid)):
                found.setdefault(role, pid)
        return found

    def hands(self) -> list[int]:
        """The worker's own children: they run the jobs."""
        with suppress(LookupError):
            return children(self.pid("worker"))
        return []

    def kill_hands(self) -> None:
        kill(self.hands())

    def wait_role(self, role: str, seconds: float = 30.0) -> int:
        deadline = time.monotonic() + seconds
        while (found := self.roles().get(role)) is None:
            self._check(deadline)
        return found

    def kill(self, role: str) -> None:
        """-9 for one process of the family; the supervisor is left to notice."""
        kill([self.pid(role)])

    def log(self, name: str = "up") -> str:
        path = self.folder / "up.log" if name == "up" else self.data / "logs" / f"{name}.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _answers(self, path: str) -> bool:
        try:
            return requests.get(self.url + path, timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def _check(self, deadline: float) -> None:
        if self._process is not None and not alive(self._process.pid):
            raise RuntimeError(f"the server ended:\n{self.log()[-4000:]}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"the server is not there in time:\n{self.log()[-4000:]}")
        time.sleep(0.02)


def written_since(path: Path, moment: float) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime >= moment
    return False


def free_port() -> int:
    """Below the range of outgoing connections, so that no client's own port takes it while the server restarts."""
    for port in range(21_000 + os.getpid() % 4_000, 31_000):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port")


def _unlimited() -> dict[str, str]:
    return {
        f"MUSEAIKA_LIMITS__{name}": "off" for name in ("ORDERS", "UPLOADS", "QUESTIONS", "MOODS", "GUESTS", "REQUESTS")
    }


def _role(line: str) -> str | None:
    if "valkey-server" in line or "redis-server" in line:
        return "valkey"
    if "leash.py" in line:
        return None
    if found := re.search(r"--mark (live-\d)\.ready", line):
        return found[1]
    return next((role for role in ROLES if f"museaika.commands {role}" in line), None)
