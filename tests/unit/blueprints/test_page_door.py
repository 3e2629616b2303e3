"""The one document at all the addresses of the page, its files, and what a page that is not built says."""

import gzip
from functools import partial

import pytest
from flask import Flask

from blueprints.page import ROOMS, page

DOCUMENT = "<!doctype html><title>MuseAIka</title>"
SCRIPT = b"console.log('hello');" * 20


@pytest.fixture
def client(tmp_path):
    app = Flask("page", static_folder=str(tmp_path))
    app.register_blueprint(page)
    with app.test_client() as client:
        client.get = partial(client.get, buffered=True)  # reads and closes
        yield client


@pytest.fixture
def built(tmp_path, client):
    assets = tmp_path / "app" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "app" / "index.html").write_text(DOCUMENT)
    (assets / "page-1a2b.js").write_bytes(SCRIPT)
    (assets / "page-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "face-3c4d.onnx").write_bytes(b"weights")
    return client


@pytest.mark.parametrize("address", ["/", *(f"/{room}" for room in ROOMS.split(",")), "/make/some-job", "/studio/a/b"])
def test_every_room_is_the_same_document(built, address):
    answer = built.get(address)
    assert (answer.status_code, answer.text) == (200, DOCUMENT)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "http" not in policy


def test_other_addresses_are_no_rooms(built):
    assert built.get("/kitchen").status_code == 404


def test_a_page_that_is_not_built_says_how_to_build_it(client):
    answer = client.get("/history")
    assert answer.status_code == 200
    assert "make web" in answer.text
    assert "<script" not in answer.text


def test_files_go_out_pressed_to_who_takes_that_and_stay_for_a_year(built):
    pressed = built.get("/static/app/assets/page-1a2b.js", headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(pressed.data) == SCRIPT
    assert pressed.headers["Content-Encoding"] == "gzip"
    assert pressed.mimetype == "text/javascript"
    assert "immutable" in pressed.headers["Cache-Control"]
    plain = built.get("/static/app/assets/page-1a2b.js")
    assert (plain.data, plain.headers.get("Content-Encoding")) == (SCRIPT, None)


def test_weights_go_out_as_they_are_and_nothing_else_of_the_disk_does(built):
    weights = built.get("/static/app/assets/face-3c4d.onnx", headers={"Accept-Encoding": "gzip"})
    assert (weights.data, weights.mimetype) == (b"weights", "application/octet-stream")
    assert built.get("/static/app/assets/../../index.html").status_code == 404
    assert built.get("/static/app/assets/nothing.js").status_code == 404
