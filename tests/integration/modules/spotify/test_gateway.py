"""What the gateway gives back, in every weather."""

import logging

import pytest

from models.spotify import TimeSpan
from modules.spotify.refusals import (
    MissingScope,
    NotLinked,
    NotRegistered,
    NotThere,
    PremiumRequired,
    RateLimited,
    ReauthRequired,
    Refused,
    Upstream,
)
from tests.spotify_people import log_in

pytestmark = pytest.mark.integration


def songs_of(demo, count, start=0):
    return [song.uri for song in demo.world.catalogue.songs[start : start + count]]


# --- what is there --------------------------------------------------------------------------------------------------


def test_a_person_is_known_by_what_never_changes(ada, demo):
    me = ada.listening.me()
    assert (me.account_id, me.display_name) == (demo.world.people["ada"].account_id, "Ada")


def test_a_search_asks_ten_at_a_time_and_stops_where_there_is_no_more(ada, demo):
    assert len(ada.listening.search("calm", 15)) == 15
    assert demo.world.count("GET", "/search") == 2
    assert len(ada.listening.search("calm", 500)) == 20
    assert demo.world.count("GET", "/search") == 4
    assert ada.listening.search("no song is called that") == []
    [found] = ada.listening.search("isrc:QZDEM2600003", 1)
    assert (found.isrc, found.kind) == ("QZDEM2600003", "track")


def test_tracks_come_page_by_page_with_names_artists_and_ids(ada, demo):
    saved = list(ada.listening.saved())
    assert len(saved) == 120
    assert demo.world.count("GET", "/me/tracks") == 3
    assert all(track.id and track.artist and track.isrc for track in saved)
    assert len(list(ada.listening.saved(limit=7))) == 7
    assert [len(ada.listening.top(span)) for span in TimeSpan] == [50, 50, 50]
    assert len(ada.listening.recent()) == 30


def test_odd_rows_keep_their_kind_and_null_is_left_out(ada, demo):
    local = {
        "uri": "spotify:local:Me::Demo:93",
        "name": "Demo",
        "artists": [{"name": "Me"}],
        "is_local": True,
        "id": None,
    }
    episode = {"uri": "spotify:episode:1a", "name": "Talk", "type": "episode", "show": {"name": "The Show"}, "id": "1a"}
    rows = [{"added_at": "", "track": one} for one in (local, None, episode, {"uri": None, "name": None}, 7)]
    demo.world.people["ada"].saved = [*rows, None]
    found = list(ada.listening.saved())
    assert [(one.kind, one.id, one.artist) for one in found] == [("local", None, "Me"), ("episode", "1a", "The Show")]


def test_a_page_that_is_empty_ends_the_list_whatever_it_says_of_a_next_one(ada, strike):
    strike("odd", path="/v1/me/tracks", status=200, body='{"items": [], "next": "http://elsewhere/", "total": 99}')
    assert list(ada.listening.saved()) == []


def test_links_to_other_hosts_are_never_followed(ada, demo, strike):
    body = '{"items": [{"track": null}], "next": "http://127.0.0.1:9/steal", "total": 99}'
    strike("odd", path="/v1/me/tracks", status=200, body=body, times=2)
    demo.world.people["ada"].saved = []
    assert list(ada.listening.saved()) == []
    with pytest.raises(Upstream):
        ada.listening._client.next({"next": "http://127.0.0.1:9/steal"})
    assert demo.world.count("GET", "/steal") == 0


def test_redirects_are_not_followed_either(ada, demo, strike):
    strike("odd", path="/v1/me", status=302)
    with pytest.raises(Upstream):
        ada.listening.me()


# --- playlists ------------------------------------------------------------------------------------------------------


def test_three_hundred_songs_keep_their_order_in_parts_of_a_hundred(ada, demo):
    uris = (songs_of(demo, 200) * 2)[:300]
    made = ada.playlists.create("Long")
    assert made.public is False
    snapshot = ada.playlists.add(made.id, uris)
    assert demo.world.playlists[made.id].uris == uris
    assert demo.world.count("POST", f"/playlists/{made.id}/items") == 3
    assert [item.uri for item in ada.playlists.items(made.id)] == uris
    there = ada.playlists.get(made.id)
    assert (there.total, there.snapshot_id, there.name) == (300, snapshot, "Long")


def test_songs_are_put_in_front_in_their_order(ada, demo):
    made = ada.playlists.create("Front")
    ada.playlists.add(made.id, songs_of(demo, 1, 199))
    ada.playlists.add(made.id, songs_of(demo, 150), position=0)
    assert demo.world.playlists[made.id].uris == songs_of(demo, 150) + songs_of(demo, 1, 199)


def test_replacing_takes_everything_else_out(ada, demo):
    made = ada.playlists.create("Other")
    ada.playlists.add(made.id, songs_of(demo, 5))
    ada.playlists.replace(made.id, songs_of(demo, 150, 10))
    assert demo.world.playlists[made.id].uris == songs_of(demo, 150, 10)
    ada.playlists.replace(made.id, [])
    assert demo.world.playlists[made.id].uris == []


def test_items_are_moved_and_removed(ada, demo):
    uris = songs_of(demo, 6)
    made = ada.playlists.create("Moved")
    ada.playlists.add(made.id, uris)
    ada.playlists.reorder(made.id, 0, 6, 2)
    assert demo.world.playlists[made.id].uris == uris[2:] + uris[:2]
    ada.playlists.remove(made.id, [uris[0], uris[3]])
    assert demo.world.playlists[made.id].uris == [uris[2], uris[4], uris[5], uris[1]]
    with pytest.raises(Upstream) as refused:
        ada.playlists.reorder(made.id, 0, 1, snapshot_id="an old one")
    assert (refused.value.status, refused.value.done) == (400, False)


def test_places_whose_song_is_gone_stay_places(ada, demo):
    made = ada.playlists.create("Holes")
    local = {"uri": "spotify:local:a", "name": "Mine", "is_local": True}
    ada.playlists.add(made.id, songs_of(demo, 1))
    demo.world.playlists[made.id].rows += [{"item": None}, {"item": local}]
    found = ada.playlists.items(made.id)
    assert [item.uri for item in found] == [*songs_of(demo, 1), None, "spotify:local:a"]
    assert found[2].track.kind == "local"


def test_a_deleted_playlist_is_not_there(ada, demo):
    made = ada.playlists.create("Short-lived")
    assert [one.id for one in ada.playlists.all()] == [made.id]
    ada.playlists.cover(made.id, b"jpeg")
    assert demo.world.playlists[made.id].cover == b"jpeg"
    ada.playlists.delete(made.id)
    for gone in (lambda: ada.playlists.items(made.id), lambda: ada.playlists.get(made.id)):
        with pytest.raises(NotThere):
            gone()
    for odd in ("../me", "a b", "", "x" * 100):
        with pytest.raises(NotThere):
            ada.playlists.get(odd)


def test_the_playlist_of_somebody_else_is_refused(ada, demo):
    his = demo.world.new_playlist("bob", "His")
    with pytest.raises(Refused):
        ada.playlists.items(his.id)


# --- refusals -------------------------------------------------------------------------------------------------------


def test_a_limit_says_how_long_and_then_nobody_asks(ada, spotify, demo, strike, clock):
    strike("rate", path="/v1/me", seconds=30, times=1)
    with pytest.raises(RateLimited) as limited:
        ada.listening.me()
    assert (limited.value.retry_after, limited.value.quota) == (30, False)
    log_calls = len(demo.world.calls)
    clock.advance(seconds=10)
    with pytest.raises(RateLimited) as waiting:
        spotify.of("me").listening.recent()
    assert waiting.value.retry_after == 20
    assert len(demo.world.calls) == log_calls
    clock.advance(seconds=21)
    assert ada.listening.me()


def test_the_quota_is_told_apart_and_held_for_every_process_of_the_same_app(ada, strike, another):
    strike("quota", path="/v1/search", seconds=3600, times=1)
    with pytest.raises(RateLimited) as limited:
        ada.listening.search("calm")
    assert (limited.value.retry_after, limited.value.quota) == (3600, True)
    with pytest.raises(RateLimited) as shared:
        another().of("me").listening.me()
    assert shared.value.quota


def test_a_shorter_limit_does_not_end_a_longer_one(ada, spotify, clock):
    spotify.gateway._pauses.begin(RateLimited(100))
    spotify.gateway._pauses.begin(RateLimited(5))
    clock.advance(seconds=50)
    with pytest.raises(RateLimited):
        ada.listening.me()


@pytest.mark.parametrize("status", [500, 502, 503])
def test_trouble_keeps_its_status_and_is_asked_once(ada, demo, strike, status):
    strike("status", path="/v1/me/playlists", status=status)
    with pytest.raises(Upstream) as trouble:
        ada.playlists.create("Once")
    assert (trouble.value.status, trouble.value.done) == (status, None)
    assert demo.world.playlists == {}
    with pytest.raises(Upstream) as question:
        list(ada.playlists.all())
    assert question.value.done is False


@pytest.mark.parametrize("kind", ["cut", "cut_after", "status_after"])
def test_nobody_knows_what_became_of_an_order_that_was_cut_off(ada, demo, strike, kind):
    strike(kind, path="/v1/me/playlists")
    with pytest.raises(Upstream) as trouble:
        ada.playlists.create("Perhaps")
    assert trouble.value.done is None
    assert len(demo.world.playlists) == (0 if kind == "cut" else 1)


def test_slowness_ends_in_time(ada, strike, monkeypatch):
    ada.listening._client.requests_timeout = (1, 0.2)
    strike("slow", seconds=1.0, times=1)
    with pytest.raises(Upstream) as slow:
        ada.listening.me()
    assert slow.value.status == 504


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, "<html>"), (200, ""), (200, "[]"), (200, "null"), (200, '{"id": 7}'), (200, '"text"'),
     (503, '{"error": "x"}'), (500, "[1, 2]"), (502, "<html>"), (500, "")],
)  # fmt: skip
def test_odd_answers_are_trouble_with_their_status(ada, strike, status, body):
    strike("odd", path="/v1/me", status=status, body=body)
    with pytest.raises(Upstream) as odd:
        ada.listening.me()
    assert odd.value.status == (502 if status == 200 else status)


def test_a_limit_whose_body_is_odd_is_still_a_limit(ada, strike):
    strike("odd", path="/v1/me", status=429, body='{"error": "slow down"}')
    with pytest.raises(RateLimited) as limited:
        ada.listening.me()
    assert limited.value.retry_after == 5


def test_closed_doors_say_whose_they_are(ada, demo, spotify):
    demo.world.people["ada"].listed = False
    with pytest.raises(NotRegistered) as refused:
        ada.listening.me()
    assert "User Management" in refused.value.next_step
    demo.world.app.premium = False
    with pytest.raises(PremiumRequired):
        ada.listening.me()
    with pytest.raises(NotLinked):
        spotify.of("nobody").listening.me()


def test_what_was_not_allowed_is_not_even_asked(spotify, demo):
    demo.world.withheld = frozenset({"user-library-read"})
    log_in(spotify, owner="shy")
    demo.world.calls.clear()
    with pytest.raises(MissingScope):
        list(spotify.of("shy").listening.saved())
    assert demo.world.calls == []
    assert spotify.of("shy").listening.top()


# --- tokens ---------------------------------------------------------------------------------------------------------


def test_an_old_token_is_refreshed_before_it_is_used(ada, demo, clock):
    clock.advance(minutes=59, seconds=30)
    assert ada.listening.me()
    assert demo.world.calls == [("POST", "/api/token refresh_token"), ("GET", "/me")]


def test_a_token_that_spotify_refuses_early_is_refreshed_once(ada, demo):
    demo.world.expire_access()
    assert ada.listening.me()
    assert demo.world.calls == [("GET", "/me"), ("POST", "/api/token refresh_token"), ("GET", "/me")]


def test_a_permission_that_was_taken_back_is_told_and_then_remembered(ada, spotify, demo, publisher):
    demo.world.revoke("ada")
    with pytest.raises(ReauthRequired):
        ada.listening.me()
    assert publisher.names == ["spotify:reauth_required"]
    calls = len(demo.world.calls)
    with pytest.raises(ReauthRequired):
        ada.listening.me()
    assert len(demo.world.calls) == calls
    assert spotify.links.view("me").state == "reauth_required"
    assert publisher.names == ["spotify:reauth_required"]
    log_in(spotify)
    assert spotify.of("me").listening.me()


def test_a_token_that_is_refused_even_when_new_ends_the_permission(ada, demo, strike, publisher):
    strike("odd", path="/v1/me", status=401, body='{"error": {"status": 401, "message": "no"}}')
    with pytest.raises(ReauthRequired):
        ada.listening.me()
    assert publisher.names == ["spotify:reauth_required"]


@pytest.mark.parametrize("kind", ["status", "rate", "cut", "odd"])
def test_trouble_while_refreshing_signs_nobody_out(ada, demo, strike, spotify, clock, kind):
    clock.advance(hours=2)
    strike(kind, path="/api/token", times=1)
    with pytest.raises((Upstream, RateLimited)):
        ada.listening.me()
    assert spotify.links.view("me").state == "linked"
    assert ada.listening.me()


def test_half_a_year_is_foreseen_and_then_over(ada, spotify, demo, clock, publisher):
    clock.advance(days=165)
    assert spotify.links.foresee() == 0
    clock.advance(days=2)
    assert (spotify.links.foresee(), spotify.links.foresee()) == (1, 0)
    [event] = publisher.events
    assert (event.name, event.now, event.rooms) == ("spotify:reauth_required", False, ("user:me",))
    assert spotify.links.view("me").state == "reauth_soon"
    clock.advance(days=14)
    with pytest.raises(ReauthRequired):
        ada.listening.me()
    assert demo.world.calls == []


def test_tokens_are_sealed_where_they_lie_and_shown_in_no_log(ada, spotify, demo, strike, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    ada.listening.me()
    demo.world.expire_access()
    ada.listening.search("calm")
    strike("status", path="/v1/me", times=1)
    with pytest.raises(Upstream) as trouble:
        ada.listening.me()
    secrets = [*demo.world.access, *demo.world.refresh, *demo.world.codes]
    assert len(secrets) >= 4
    shown = caplog.text + repr(trouble.value.__dict__) + repr(spotify.links.get("me"))
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in secrets:
        assert secret not in shown
        assert secret.encode() not in stored


def test_a_new_secret_of_the_server_means_logging_in_again(ada, another, monkeypatch):
    monkeypatch.setattr("tests.spotify_people.KEY", "another secret than before, as long")
    with pytest.raises(ReauthRequired):
        another().of("me").listening.me()
