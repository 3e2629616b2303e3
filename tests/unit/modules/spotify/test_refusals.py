import pytest

from models.errors import MuseaikaError
from modules.spotify import refusals
from modules.spotify.refusals import RateLimited, TokenRefused, Upstream, refusal, waiting_time


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7), ("0", 1), ("999999", 86400), ("soon", 5), ("", 5), ("-3", 5), ("1.5", 5), ("²", 5),
     ("Wed, 21 Oct 2026 07:28:00 GMT", 5)],
)  # fmt: skip
def test_a_wait_is_never_endless_and_never_nothing(said, seconds):
    assert waiting_time({"Retry-After": said}) == seconds


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [
        (403, "Active premium subscription required for the owner of the app.", "spotify.premium_required"),
        (403, "the user may not be registered", "spotify.not_registered"),
        (403, "Insufficient client scope", "spotify.scope"),
        (403, "Forbidden", "spotify.forbidden"),
        (404, "Not found", "spotify.not_found"),
        (429, "", "spotify.rate_limited"),
        (400, "Invalid limit", "spotify.unavailable"),
        (503, "", "spotify.unavailable"),
    ],
)
def test_every_answer_becomes_a_refusal_with_a_next_step(status, message, code):
    found = refusal(status, message, None, {})
    assert isinstance(found, MuseaikaError)
    assert found.code == code
    assert found.next_step


def test_a_refused_token_is_nobodys_news_yet():
    assert isinstance(refusal(401, "", None, {}), TokenRefused)


def test_the_two_limits_are_told_apart():
    quota = refusal(429, "", "QUOTA_EXCEEDED", {"Retry-After": "60"})
    assert isinstance(quota, RateLimited)
    assert (quota.quota, quota.retry_after, quota.extra["retry_after"]) == (True, 60, 60)


def test_what_spotify_would_not_take_was_not_done_and_trouble_leaves_it_open():
    told = [refusal(status, "", None, {}) for status in (400, 500)]
    assert [one.done for one in told if isinstance(one, Upstream)] == [False, None]


def test_codes_are_told_apart():
    kinds = [one for one in vars(refusals).values() if isinstance(one, type) and one.__module__ == refusals.__name__]
    codes = [one.code for one in kinds if issubclass(one, MuseaikaError)]
    assert len(codes) == len(set(codes)) == 10
