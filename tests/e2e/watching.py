"""Watching a family of processes write: every file opened for writing, and, where strace may, every byte written."""

import os
import re
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

HOOK = """
import os, sys

log, write = os.open(os.environ["OPENED_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), os.write


def hook(event, arguments):
    if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        write(log, f"{os.getpid()} {arguments[0]}\\n".encode("utf-8", "replace"))
    elif event.startswith(("tempfile.", "os.mkfifo")):
        write(log, f"{os.getpid()} {event}\\n".encode())


sys.addaudithook(hook)
"""
WRITES = "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg"


class Opened:
    """Give `settings` to the processes: Python then tells of each file that is opened for writing."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(HOOK)
        self._log = folder / "opened.log"
        self._seen = 0
        self.settings = {"PYTHONPATH": str(folder), "OPENED_LOG": str(self._log)}

    def since_last(self, pid: int) -> set[str]:
        """What this process opened since somebody asked."""
        lines = self._log.read_text("utf-8", "replace").splitlines()
        new, self._seen = lines[self._seen :], len(lines)
        return {path for line in new for owner, _, path in [line.partition(" ")] if owner == str(pid)}


@contextmanager
def written(pid: int, report: Path):
    """A function that gives all the process wrote to files and sockets until it is called; None without strace."""
    command = ["strace", "-f", "-p", str(pid), "-e", f"trace={WRITES}", "-s", "20000000", "-xx", "-o", str(report)]
    if shutil.which("strace") is None:
        yield lambda: None
        return
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    os.set_blocking(tracer.stderr.fileno(), False)
    time.sleep(1)
    attached = tracer.poll() is None

    def everything():
        if not attached:
            return None
        tracer.send_signal(signal.SIGINT)
        tracer.wait(30)
        return b"\0".join(_strings(report))

    try:
        yield everything
    finally:
        if tracer.poll() is None:
            tracer.send_signal(signal.SIGINT)
            tracer.wait(30)
        tracer.stderr.close()


def _strings(report: Path):
    with report.open() as lines:
        for line in lines:
            for text in re.findall(r'"((?:\\x[0-9a-f]{2})+)"', line):
                yield bytes.fromhex(text.replace("\\x", ""))
