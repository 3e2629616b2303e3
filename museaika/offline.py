"""The services in a throwaway folder, for commands that describe the server and run nothing of it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from modules.services import Services
from museaika.settings import Settings
from museaika.wiring import build_services

NOBODY = "redis://127.0.0.1:1/0"


@contextmanager
def offline(settings: Settings) -> Iterator[tuple[Services, Settings]]:
    """Nothing of the operator's is opened: no database, no bucket, no broker. Fetched weights stay where they are."""
    with tempfile.TemporaryDirectory() as folder:
        stores = {"data": Path(folder), "documents": "sqlite", "files": "local", "redis_url": NOBODY}
        apart = settings.model_copy(update=stores | {"weights": settings.weights_folder})
        services = build_services(apart)
        try:
            yield services, apart
        finally:
            services.documents.close()
