"""Cuts this machine off for everything started below: a network of its own with nothing but loopback, and a guard.

The guard is a `sitecustomize` for every Python process: it hears of every connection before it is made, refuses those
that leave the machine, and writes them down. Where the system gives no network namespace, it is all there is; each
process leaves a mark, so that nobody can take an unguarded one for a guarded one.
"""

import os
import shutil
import subprocess
from pathlib import Path

NAMESPACE = ("unshare", "--map-root-user", "--net")
OUTSIDE = (("1.1.1.1", 443), ("2606:4700:4700::1111", 443))
GUARD = '''
"""Nothing leaves this machine."""
import errno, ipaddress, os, sys

FOLDER = {folder!r}

def _local(host):
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return host in ("localhost", "")

def _refuse(event, address):
    with open(os.path.join(FOLDER, "refused.log"), "a") as log:
        log.write(f"{{os.getpid()}} {{event}} {{address!r}} {{sys.argv}}\\n")
    raise OSError(errno.ENETUNREACH, "the network cable is out")

def _hear(event, details):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = details[-1]
        if isinstance(address, tuple) and not _local(str(address[0])):
            _refuse(event, address)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = details[0]
        host = host.decode() if isinstance(host, bytes) else host
        if host is not None and not _local(host):
            _refuse(event, host)

sys.addaudithook(_hear)
open(os.path.join(FOLDER, f"guarded.{{os.getpid()}}"), "w").close()
'''


class Cable:
    """Pulled out: `command` and `environment` start what has no way out; folder is where the guard writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        (folder / "sitecustomize.py").write_text(GUARD.format(folder=str(folder)))
        self.apart = _has_namespaces()

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.folder)}

    def command(self, *words: str) -> list[str]:
        return [*NAMESPACE, *words] if self.apart else list(words)

    @property
    def refused(self) -> list[str]:
        """Whoever wanted to go out all the same."""
        log = self.folder / "refused.log"
        return log.read_text().splitlines() if log.exists() else []

    def guards(self, pid: int) -> bool:
        return (self.folder / f"guarded.{pid}").exists()


def _has_namespaces() -> bool:
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    tried = [*NAMESPACE, "ip", "link", "set", "lo", "up"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0
