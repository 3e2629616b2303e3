"""The data folder: which thing lies where, decided in one place."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataFolder:
    """Paths below the one folder everything lives in; only `made()` touches the disk."""

    root: Path

    @property
    def documents(self) -> Path:
        return self.root / "museaika.sqlite"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def secret(self) -> Path:
        return self.root / "secret.key"

    @property
    def signers(self) -> Path:
        """The public keys that ever signed works here, so that old ones are recognised."""
        return self.root / "signers.txt"

    @property
    def valkey(self) -> Path:
        """Where our own Valkey keeps its append-only file."""
        return self.root / "valkey"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """What is true only while a server runs: the lock, addresses, readiness. Safe to delete when none does."""
        return self.root / "run"

    @property
    def scratch(self) -> Path:
        """Half-made things of running processes."""
        return self.root / "scratch"

    def made(self) -> "DataFolder":
        """The same, with its folders there and closed to other users of the machine."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.files, self.valkey, self.logs, self.run, self.scratch):
            folder.mkdir(exist_ok=True, mode=0o700)
        return self
