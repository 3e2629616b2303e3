import pytest
from pydantic import ValidationError

from models.account import GuestRequest, ProfileChange, SignIn, TokenRequest, UserView
from models.schema import utc_now


def nested(levels):
    return {"deep": nested(levels - 1)} if levels else 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", ""),
        ("display_name", "   "),
        ("display_name", None),
        ("display_name", 7),
        ("display_name", {"$ne": ""}),
        ("display_name", "x" * 81),
        ("display_name", "a\x00b"),
        ("display_name", "a\nb"),
        ("display_name", "half \ud800 character"),
        ("email", ""),
        ("email", "nobody"),
        ("email", "a@b@c"),
        ("email", "a b@c"),
        ("email", "a@\ud800"),
        ("email", "a@" + "b" * 254),
        ("preferences", []),
        ("preferences", None),
        ("preferences", {"big": "x" * 16_384}),
        ("preferences", {"half": "\ud800"}),
        ("preferences", {"nu\x00l": 1}),
        ("preferences", {"huge": 2**63}),
        ("preferences", {"list": [[1, {"x": float("nan")}]]}),
        ("preferences", {"infinite": float("inf")}),
        ("preferences", nested(10)),
        ("id", "somebody"),
        ("guest", False),
        ("version", 7),
    ],
)
def test_a_profile_refuses_what_does_not_fit_and_names_the_field(field, value):
    with pytest.raises(ValidationError) as refused:
        ProfileChange.model_validate({field: value})
    assert refused.value.errors()[0]["loc"][0] == field


def test_a_profile_takes_names_and_preferences_of_the_whole_world():
    wish = {
        "display_name": " Zoë 王小明 🎹 ",
        "preferences": {"à": [1, 2.5, True, None, {"$where": "1"}], "n": -(2**63)},
    }
    change = ProfileChange.model_validate(wish)
    assert change.display_name == "Zoë 王小明 🎹"
    assert change.preferences == wish["preferences"]
    assert ProfileChange.model_validate({"email": "ada@example.org"}).email == "ada@example.org"


def test_a_guest_needs_to_say_nothing():
    assert GuestRequest.model_validate({}) == GuestRequest(transport="bearer", display_name="Guest")
    with pytest.raises(ValidationError):
        GuestRequest.model_validate({"transport": "pigeon"})


def test_a_token_request_is_bounded():
    for wrong in (
        {},
        {"grant_type": "password", "refresh_token": "x"},
        {"grant_type": "refresh_token", "refresh_token": ""},
    ):
        with pytest.raises(ValidationError):
            TokenRequest.model_validate(wrong)


def test_a_sign_in_tells_only_what_belongs_to_its_transport():
    user = UserView(
        id="ada", spotify_id=None, display_name="Ada", email=None, created_at=utc_now(), preferences={}, guest=True
    )
    told = SignIn(user=user, csrf_token="token").model_dump(mode="json")
    assert set(told) == {"user", "csrf_token"}
    assert told["user"]["email"] is None
