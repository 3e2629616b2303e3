"""A whole app on a folder of its own, with a clock the test moves and no limits; its broker is away and not needed."""

from dataclasses import replace

import pytest

from models.schema import utc_now
from modules.identity.identity import Identity
from museaika.app import create_app
from museaika.settings import Limits, Settings
from museaika.wiring import build_services
from tests.fakes import Clock


@pytest.fixture
def clock():
    clock = Clock()
    clock.now = utc_now()  # the store has a clock of its own
    return clock


@pytest.fixture
def app(tmp_path, clock):
    off = Limits(orders="off", uploads="off", guests="off", requests="off")
    settings = Settings(_env_file=None, data=tmp_path, redis_url="redis://127.0.0.1:1/0", limits=off)
    services = build_services(settings)
    app = create_app(replace(services, identity=Identity(services.documents, clock)), settings)
    yield app
    services.documents.close()


@pytest.fixture
def client(app):
    return app.test_client()
