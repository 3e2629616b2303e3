"""Who may come to the old MusicLab's routes, from where, and how often."""

import pytest

from museaika.app import create_app
from museaika.settings import Settings
from museaika.wiring import build_services

PAGE = "http://localhost:3000"


@pytest.fixture
def page(tmp_path):
    settings = Settings(
        _env_file=None, data=tmp_path, redis_url="redis://127.0.0.1:1/0", cors=PAGE, storage_limit="1.5 GiB"
    )
    assert settings.storage_limit == 1_610_612_736
    services = build_services(settings)
    yield create_app(services, settings).test_client()
    services.documents.close()


def test_the_eleventh_order_of_a_minute_is_told_to_wait_and_others_are_not(page):
    for _ in range(10):
        assert page.post("/api/generate", data={}, content_type="multipart/form-data; boundary=B").status_code == 422
    late = page.post("/api/generate", data={}, headers={"Origin": PAGE})
    assert (late.status_code, list(late.json)) == (429, ["detail"])
    assert late.json["detail"].startswith("Too many requests: 10 per 1 minute")
    assert 0 < int(late.headers["Retry-After"]) <= 60
    assert "Retry-After" in late.headers["Access-Control-Expose-Headers"]
    other = page.post("/api/generate", data={}, environ_base={"REMOTE_ADDR": "10.0.0.2"})
    assert other.status_code == 415
    assert page.get("/api/status/x").status_code == 404


def test_the_configured_page_may_call_and_no_other(page):
    asked = {"Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": "x-api-key"}
    for path in ("/api/cleanup/x", "/api/generate", "/api/chat"):
        ours = page.options(path, headers={"Origin": PAGE, **asked})
        assert ours.headers["Access-Control-Allow-Origin"] == PAGE
        assert "x-api-key" in ours.headers["Access-Control-Allow-Headers"]
        stranger = page.options(path, headers={"Origin": "http://localhost:3001", **asked})
        assert "Access-Control-Allow-Origin" not in stranger.headers
    assert page.get("/api/status/x", headers={"Origin": PAGE}).headers["Access-Control-Allow-Origin"] == PAGE


def test_a_page_that_has_to_send_a_key_may_ask_without_one(page):
    page.application.config["COMPAT_KEY"] = "open sesame"
    asked = {"Origin": PAGE, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-api-key"}
    assert page.options("/api/status/x", headers=asked).status_code == 200
