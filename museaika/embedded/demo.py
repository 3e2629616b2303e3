"""The demo Spotify beside the house: its address, and the settings that make the server use it."""

import sys
from dataclasses import dataclass

from museaika.embedded.probes import free_port, page_answers
from museaika.settings import Settings

HOST = "127.0.0.1"
SECRET = "demo-secret"  # noqa: S105 - of the demo, and known to everybody


@dataclass(frozen=True)
class Demo:
    port: int
    page_port: int

    @classmethod
    def prepared(cls, settings: Settings) -> "Demo":
        return cls(free_port(HOST), settings.port)

    @property
    def argv(self) -> tuple[str, ...]:
        return (sys.executable, "-P", "-m", "museaika.commands", "demo", "--port", str(self.port))

    @property
    def environment(self) -> dict[str, str]:
        """In place of whatever app of Spotify's own is configured."""
        url = f"http://{HOST}:{self.port}"
        return {
            "MUSEAIKA_SPOTIFY_CLIENT_ID": "demo",
            "MUSEAIKA_SPOTIFY_CLIENT_SECRET": SECRET,
            "MUSEAIKA_SPOTIFY_REDIRECT_URI": f"http://{HOST}:{self.page_port}/auth/callback",
            "MUSEAIKA_SPOTIFY_ACCOUNTS_URL": url,
            "MUSEAIKA_SPOTIFY_API_URL": f"{url}/v1",
        }

    def answers(self, _started: float = 0.0) -> bool:
        return page_answers(HOST, self.port, "/demo/state")
