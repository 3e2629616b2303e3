import pytest
from flask import request

from blueprints.compat import OldRequest, door, local_user
from models.errors import Conflict, NotFound


class Order(OldRequest):
    seconds: int


@pytest.fixture
def old(app):
    """A small door of an old system, open unless the test closes it."""
    blueprint = door("old", "/api/old")

    @blueprint.post("/orders")
    @blueprint.input(Order, location="json", arg_name="order")
    def take(order):
        return {"seconds": order.seconds, "owner": local_user().id}

    @blueprint.get("/missing")
    def missing():
        raise NotFound("no such job")

    @blueprint.get("/taken")
    def taken():
        raise Conflict("somebody was first")

    @blueprint.post("/plain")
    def plain():
        return {"got": request.get_json()}

    app.register_blueprint(blueprint)
    app.config["COMPAT_OPEN"] = True
    return app.test_client()


def test_an_open_door_needs_no_login_and_ignores_what_it_does_not_know(old):
    answer = old.post("/api/old/orders", json={"seconds": 16, "novelty": True})
    assert (answer.status_code, answer.json) == (200, {"seconds": 16, "owner": "local"})


def test_a_browser_with_a_cookie_needs_no_csrf_token_and_stays_nobody(old):
    old.post("/auth/guest", json={"transport": "cookie"})
    assert old.post("/api/old/orders", json={"seconds": 16}).json["owner"] == "local"


def test_a_bad_token_does_not_matter_here(old):
    answer = old.post("/api/old/orders", json={"seconds": 16}, headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 200


def test_the_local_user_is_one_person(old, app):
    for _ in range(3):
        old.post("/api/old/orders", json={"seconds": 1})
    identity = app.extensions["museaika"].identity
    assert identity.get("local").display_name == "This server"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "error"),
    [
        ("GET", "missing", None, 404, "no such job"),
        ("GET", "taken", None, 409, "somebody was first"),
        ("POST", "orders", b"{}", 422, "seconds: Field required"),
        ("POST", "orders", b'{"seconds": "x"}', 422, "seconds: Input should be a valid integer"),
    ],
)
def test_refusals_keep_the_shape_old_clients_know(old, method, path, body, status, error):
    answer = old.open(f"/api/old/{path}", method=method, data=body, content_type="application/json")
    assert answer.status_code == status
    assert list(answer.json) == ["error"]
    assert answer.json["error"].startswith(error)


def test_a_body_nobody_can_read_is_refused_in_the_old_shape_too(old):
    answer = old.post("/api/old/plain", data=b"{", content_type="application/json")
    assert (answer.status_code, list(answer.json)) == (400, ["error"])


def test_a_closed_door_is_not_there_and_says_how_to_go_on(old, app):
    app.config["COMPAT_OPEN"] = False
    for answer in (old.post("/api/old/orders", json={"seconds": 16}), old.get("/api/old/missing")):
        assert (answer.status_code, answer.json["code"]) == (404, "compat.closed")
        assert answer.content_type == "application/problem+json"
        assert "MUSEAIKA_COMPAT" in answer.json["next_step"]
        assert answer.json["request_id"] == answer.headers["X-Request-ID"]
    assert old.get("/user/me").status_code == 401
