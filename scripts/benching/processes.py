"""Looking at processes through /proc: who descends from whom, what they hold, and ending exactly those."""

import os
import re
import resource
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
GONE = (FileNotFoundError, ProcessLookupError)


def family(ancestor: int) -> list[int]:
    """The process and everything that descends from it, parents first."""
    parents = _parents()
    found = [ancestor] if ancestor in parents else []
    for pid in found:
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found


def children(parent: int) -> list[int]:
    return sorted(pid for pid, its in _parents().items() if its == parent)


def command(pid: int) -> str:
    """Its command line; empty once it is gone."""
    with suppress(*GONE):
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    return ""


def pss(pid: int) -> float:
    """Megabytes it holds, with its share of what it holds together with others."""
    with suppress(*GONE):
        found = re.search(r"^Pss:\s+(\d+) kB", (PROC / str(pid) / "smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def has_mapped(pid: int, library: str) -> bool:
    """Whether a shared library of this name is loaded in it."""
    return library in (PROC / str(pid) / "maps").read_text()


def open_files_allowed(pid: int) -> int:
    return resource.prlimit(pid, resource.RLIMIT_NOFILE)[0]


def alive(pid: int) -> bool:
    """Zombies do not live."""
    with suppress(*GONE):
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def kill(pids: Iterable[int], how: signal.Signals = signal.SIGKILL) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, how)


def wait_gone(pids: Iterable[int], seconds: float = 10.0) -> list[int]:
    """Those that are still there when the time is over."""
    left, deadline = list(pids), time.monotonic() + seconds
    while left := [pid for pid in left if alive(pid)]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    return left


def _parents() -> dict[int, int]:
    found = {}
    for place in PROC.iterdir():
        if place.name.isdigit():
            with suppress(*GONE):
                fields = (place / "stat").read_text().rpartition(")")[2].split()
                if fields[0] != "Z":
                    found[int(place.name)] = int(fields[1])
    return found
