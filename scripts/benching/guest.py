"""One client over HTTP: a guest who uploads, orders, waits and calls off."""

import time
from types import TracebackType
from typing import Any, Self

import requests

SETTLED = {"finished", "failed", "cancelled", "expired"}


class Refused(Exception):
    """The server answered, but not with what was asked for."""

    def __init__(self, response: requests.Response) -> None:
        request = response.request
        super().__init__(f"{request.method} {request.path_url}: {response.status_code} {response.text}")
        self.status = response.status_code


class Guest:
    """Made on the server at once; `token` and `id` are its own."""

    def __init__(self, url: str, patience: float = 10.0) -> None:
        self.url = url
        self.http = requests.Session()
        self._patience = patience
        answer = self.call("POST", "/auth/guest", json={"transport": "bearer"}).json()
        self.token: str = answer["access_token"]
        self.id: str = answer["user"]["id"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.http.close()

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """Raises Refused, or requests' own errors while the server is away."""
        response = self.http.request(method, self.url + path, timeout=self._patience, **options)
        if not response.ok:
            raise Refused(response)
        return response

    def upload(self, content: bytes, name: str = "tune.mid") -> str:
        """The id of the upload."""
        return str(self.call("POST", "/uploads", files={"file": (name, content, "audio/midi")}).json()["id"])

    def order(self, upload: str, key: str | None = None, **options: Any) -> str:
        """The id of the job; the same key gives the same job."""
        brief = {"engine": "render", "seed": 1, "options": {"midi": upload, **options}}
        headers = {"Idempotency-Key": key} if key else {}
        return str(self.call("POST", "/generations", json=brief, headers=headers).json()["id"])

    def look(self, job: str) -> dict[str, Any]:
        return dict(self.call("GET", f"/generations/{job}").json())

    def wait(self, job: str, seconds: float = 60.0, every: float = 0.05) -> dict[str, Any]:
        """The settled job. A server that is away for a while is asked again."""
        return self._until(job, lambda found: found["state"] in SETTLED, seconds, every)

    def wait_running(self, job: str, fraction: float = 0.0, seconds: float = 60.0) -> dict[str, Any]:
        """The job once it has come that far, or is settled."""

        def there(found: dict[str, Any]) -> bool:
            running = found["state"] == "running" and found["progress"]["fraction"] >= fraction
            return running or found["state"] in SETTLED

        return self._until(job, there, seconds, 0.02)

    def _until(self, job: str, there: Any, seconds: float, every: float) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        found: dict[str, Any] = {}
        while time.monotonic() < deadline:
            try:
                found = self.look(job)
                if there(found):
                    return found
            except requests.RequestException:
                self.http.close()
            time.sleep(every)
        raise TimeoutError(f"job {job} after {seconds} s: {found}")
