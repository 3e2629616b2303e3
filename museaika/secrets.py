"""The server's secret key: made once, kept in the data folder, rotated without signing anybody out."""

import os
import secrets
from pathlib import Path

from models.errors import Unavailable


class SecretUnreadable(Unavailable):
    code = "secret.unreadable"


class SecretKeys:
    """One key a line, the newest first: it signs and encrypts, the older ones still open what they closed."""

    def __init__(self, path: Path, kept: int = 3) -> None:
        self.path = path
        self._kept = kept

    def read(self) -> list[str]:
        """All keys, newest first; none when there is no file yet. Raises SecretUnreadable."""
        try:
            keys = self.path.read_text("utf-8").split()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise self._unreadable(str(error)) from None
        if not keys:
            raise self._unreadable("it is empty")
        return keys

    def ensure(self) -> list[str]:
        """The keys, with a first one made if there is none; processes that start together agree on it."""
        if not (keys := self.read()):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part = self._written([secrets.token_urlsafe(48)])
            try:
                os.link(part, self.path)
            except FileExistsError:
                pass
            finally:
                part.unlink()
            keys = self.read()
        return keys

    def rotate(self) -> list[str]:
        """A new key in front; the oldest beyond `kept` are dropped, and what they closed stays closed."""
        keys = [secrets.token_urlsafe(48), *self.read()][: self._kept]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._written(keys).replace(self.path)
        return keys

    def _unreadable(self, why: str) -> SecretUnreadable:
        return SecretUnreadable(
            f"The secret key in {self.path} cannot be read: {why}.",
            next_step="Give the file back to the user who runs the server, restore it from a backup, or remove it: "
            "then everybody signs in again and connects Spotify again.",
        )

    def _written(self, keys: list[str]) -> Path:
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("\n".join(keys) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return part
