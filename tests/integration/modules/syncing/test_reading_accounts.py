"""Reading a Spotify account into a library, in every weather; the account is the demo's."""

import json

import pytest

from models.track import Track
from modules.documents.store import ALL
from modules.library.collection import TRACKS
from modules.services import COLLECTIONS
from modules.spotify.refusals import NotLinked, ReauthRequired
from modules.syncing.syncing import SyncedLately
from tests.spotify_people import log_in

pytestmark = pytest.mark.integration


def test_all_lists_become_one_library_with_where_each_song_is_from(reading):
    done = reading.sync()
    assert (done.state, done.progress.fraction) == ("finished", 1)
    sources = {(one["source"], one["span"]): one for one in done.result["sources"]}
    assert {key: (one["state"], one["kept"]) for key, one in sources.items()} == {
        ("spotify:top", "short_term"): ("done", 50),
        ("spotify:top", "medium_term"): ("done", 50),
        ("spotify:top", "long_term"): ("done", 50),
        ("spotify:recent", None): ("done", 30),
        ("spotify:saved", None): ("done", 120),
    }
    assert (done.result["degraded"], done.result["notes"], done.error) == (False, [], None)
    views = reading.tracks.all_of("me")
    assert done.result["count"] == len(views) == len({one.spotify_id for one in views})
    several = next(one for one in views if len(one.origins) == 3)
    assert {origin.source for origin in several.origins} == {"spotify:top", "spotify:recent", "spotify:saved"}
    assert all(origin.spans for one in views for origin in one.origins if origin.source == "spotify:top")


def test_progress_is_told_list_by_list(reading, songs, monkeypatch):
    monkeypatch.setattr("modules.errands.run.REPORT_EVERY", 0.0)
    reading.ada.saved = songs(230)
    reading.sync()
    told = [event.note for event in reading.publisher.events if event.name == "errand:progress"]
    assert "top tracks of four weeks" in told
    assert [note for note in told if note.startswith("saved")] == [
        "saved tracks", *(f"saved tracks: {read} of 230" for read in (50, 100, 150, 200))
    ]  # fmt: skip
    fractions = [event.fraction for event in reading.publisher.events if event.name == "errand:progress"]
    assert fractions == sorted(fractions)


def test_odd_rows_become_no_tracks_and_are_counted(reading, songs):
    reading.demo.world.add_odd_rows("ada")
    unplayable, doubled = songs(2, 500)
    unplayable["track"]["is_playable"] = False
    reading.ada.saved += [unplayable, doubled, doubled, None]
    done = reading.sync()
    [saved] = [one for one in done.result["sources"] if one["source"] == "spotify:saved"]
    assert saved["left_out"] == {
        "local": 1, "episodes": 1, "gone": 2, "unplayable": 1, "duplicates": 1, "no_room": 0,
    }  # fmt: skip
    assert (saved["read"], saved["of"], saved["kept"]) == (127, 127, 121)
    [note] = done.result["notes"]
    assert note == (
        "Left out: 1 file of your own, 1 episode of a podcast, 2 rows that hold nothing any more, "
        "1 song that Spotify no longer plays to you."
    )
    assert "Demo Tape" not in reading.shown()


def test_ten_thousand_saved_tracks_take_as_many_requests_as_pages(reading, songs):
    reading.ada.saved = songs(10_000)
    done = reading.sync()
    assert done.result["sources"][-1]["kept"] == 10_000 - done.result["sources"][-1]["left_out"]["no_room"]
    assert reading.demo.world.count("GET", "/me/tracks") == 200
    assert len(reading.demo.world.calls) == 204


@pytest.mark.parametrize("most", [100])
def test_the_first_of_too_many_are_read_and_that_is_said(reading, songs):
    reading.ada.saved = songs(230)
    done = reading.sync()
    assert "saved tracks: the first 100 of 230, the newest ones, were read." in done.result["notes"]
    assert reading.demo.world.count("GET", "/me/tracks") == 2


def test_what_is_gone_there_loses_that_origin_and_only_that(reading, songs):
    reading.ada.top = {span: [] for span in reading.ada.top}
    reading.ada.recent = []
    reading.ada.saved = songs(3)
    reading.tracks.add("me", [Track(name="song 1", artist="Somebody 1"), Track(name="Mine")])
    reading.sync()
    assert reading.shown() == {"song 1": ["you", "saved"], "Mine": ["you"], "Song 0": ["saved"], "Song 2": ["saved"]}
    reading.ada.saved = songs(1)
    done = reading.sync(force=True)
    assert done.result["sources"][-1]["taken_off"] == 2
    assert reading.shown() == {"song 1": ["you"], "Mine": ["you"], "Song 0": ["saved"]}


def test_a_list_that_changes_while_it_is_read_takes_nothing_off(reading, songs):
    reading.ada.saved = songs(120)
    reading.sync()
    rows = songs(120)

    class Shrinking(list):
        """One is taken away at the front after the first page."""

        asked = 0

        def __iter__(self):
            self.asked += 1
            return iter(rows if self.asked == 1 else rows[1:])

    reading.ada.saved = Shrinking()
    done = reading.sync(force=True)
    assert (
        "saved tracks: they changed while they were read, so nothing was taken off; the next reading does."
        in (done.result["notes"])
    )
    assert {f"Song {number}" for number in range(120)} <= set(reading.shown())


@pytest.mark.parametrize("kind", ["status", "cut", "odd"])
def test_a_list_that_cannot_be_read_hides_no_other(reading, kind):
    reading.strike(kind, path="/v1/me/tracks", status=503)
    done = reading.sync()
    assert (done.state, done.result["degraded"]) == ("finished", True)
    *others, saved = done.result["sources"]
    assert {one["state"] for one in others} == {"done"}
    assert (saved["state"], saved["error"]["code"]) == ("away", "spotify.unavailable")
    [note] = done.result["notes"]
    assert note.startswith("saved tracks: not read to the end. Spotify does not answer")
    assert reading.slept == [1.0, 2.0, 4.0]
    assert len(reading.shown()) > 50


def test_what_was_read_before_a_list_failed_is_kept_and_nothing_taken_off(reading, songs):
    reading.ada.saved = songs(300)
    reading.sync()
    reading.ada.saved = songs(300, 1000)
    reading.strike("status", path="/v1/me/tracks", after=2)
    reading.sync(force=True)
    names = set(reading.shown())
    assert {"Song 0", "Song 299", "Song 1000", "Song 1099"} <= names
    assert "Song 1100" not in names
    reading.demo.faults.clear()
    reading.sync()  # what is missing may be asked for at once
    assert "Song 0" not in reading.shown()


def test_trouble_that_passes_is_asked_through(reading):
    reading.strike("status", path="/v1/me/tracks", times=2)
    done = reading.sync()
    assert (done.result["degraded"], reading.slept) == (False, [1.0, 2.0])


def test_a_limit_makes_the_errand_wait_and_it_goes_on_where_it_was(reading, songs):
    reading.ada.saved = songs(300)
    reading.strike("rate", path="/v1/me/tracks", after=2, times=1, seconds=30)
    errand = reading.do(reading.syncing.begin("me"))
    assert (errand.state, errand.progress.note) == ("queued", "saved tracks: Spotify asks to wait 30 s")
    assert (errand.not_before - reading.clock()).total_seconds() == 30
    assert "Song 99" in reading.shown()
    calls = len(reading.demo.world.calls)
    reading.clock.advance(seconds=31)
    done = reading.do(errand)
    assert (done.state, done.result["sources"][-1]["kept"]) == ("finished", 300)
    assert len(reading.demo.world.calls) - calls == 4


def test_a_quota_that_is_used_up_for_long_is_told_and_not_waited_for(reading):
    reading.strike("quota", path="/v1/me/tracks", seconds=7200)
    done = reading.sync()
    assert done.result["sources"][-1]["error"]["code"] == "spotify.rate_limited"
    assert "quota" in done.result["notes"][0]


def test_a_worker_that_dies_at_any_request_loses_at_most_a_page(reading, songs, monkeypatch):
    """Killed at every single request, the whole takes each page once, and once more for every death."""
    reading.ada.saved = songs(400)
    errand = reading.syncing.begin("me")
    client = type(reading.spotify.of("me").listening._client)
    sent, deaths = client._sent, 0

    class Killed(BaseException):
        pass

    def dying(self, *call):
        answer = sent(self, *call)
        if deadly[0]:
            deadly[0] = False
            raise Killed
        deadly[0] = True
        return answer

    deadly = [False]
    monkeypatch.setattr(client, "_sent", dying)
    for _ in range(40):
        try:
            done = reading.do(errand)
        except Killed:
            deaths += 1
            reading.clock.advance(seconds=7)
            reading.errands.recovery.tick()
            continue
        if done.state != "running":
            break
    assert (done.state, deaths) == ("finished", 11)
    assert done.result["sources"][-1]["kept"] == 400
    assert len(reading.demo.world.calls) == 12 + deaths
    assert [name for name in reading.shown() if name.startswith("Song")] == [f"Song {number}" for number in range(400)]


def test_a_list_that_was_away_is_read_from_its_beginning_by_the_next_worker(reading, songs, monkeypatch):
    reading.ada.saved = songs(300)
    reading.strike("status", path="/v1/me/tracks", after=2)
    errand = reading.syncing.begin("me")
    with monkeypatch.context() as patched:
        patched.setattr(type(reading.tracks.synced), "end", _killed)
        with pytest.raises(KeyboardInterrupt):
            reading.do(errand)
    reading.demo.faults.clear()
    reading.clock.advance(seconds=7)
    reading.errands.recovery.tick()
    done = reading.do(errand)
    assert (done.state, done.result["degraded"], done.result["notes"]) == ("finished", False, [])
    assert {f"Song {number}" for number in range(300)} <= set(reading.shown())


def _killed(*_):
    raise KeyboardInterrupt


def test_a_permission_that_was_taken_back_ends_it_with_what_to_do(reading):
    reading.demo.world.revoke("ada")
    failed = reading.sync()
    assert (failed.state, failed.error.code) == ("failed", "spotify.reauth_required")
    assert "GET /auth/login" in failed.error.next_step
    with pytest.raises(ReauthRequired):
        reading.syncing.begin("me")


def test_what_was_not_allowed_is_named_and_the_rest_is_read(reading, demo):
    demo.world.withheld = frozenset({"user-library-read"})
    log_in(reading.spotify)
    done = reading.sync()
    assert done.result["sources"][-1]["error"]["code"] == "spotify.scope"
    assert "GET /auth/login" in done.result["sources"][-1]["error"]["next_step"]
    demo.world.withheld = frozenset({"user-library-read", "user-top-read", "user-read-recently-played"})
    log_in(reading.spotify)
    failed = reading.sync()
    assert (failed.state, failed.error.code) == ("failed", "spotify.scope")


@pytest.mark.parametrize(
    ("what", "code"), [("listed", "spotify.not_registered"), ("premium", "spotify.premium_required")]
)
def test_an_account_that_spotify_does_not_serve_is_told_at_once(reading, what, code):
    setattr(reading.ada if what == "listed" else reading.demo.world.app, what, False)
    failed = reading.sync()
    assert (failed.state, failed.error.code, len(reading.demo.world.calls)) == ("failed", code, 1)


def test_it_can_be_called_off_and_what_was_read_stays(reading, songs, monkeypatch):
    reading.ada.saved = songs(300)
    errand = reading.syncing.begin("me")
    listening = type(reading.spotify.of("me").listening)
    page = listening.saved_page

    def calling_off(self, row):
        if row == 100:
            reading.errands.cancel("me", errand.id)
        return page(self, row)

    monkeypatch.setattr(listening, "saved_page", calling_off)
    monkeypatch.setattr("modules.errands.run.REPORT_EVERY", 0.0)
    assert reading.do(errand).state == "cancelled"
    names = reading.shown()
    assert "Song 99" in names
    assert "Song 299" not in names


def test_an_account_is_read_every_ten_minutes_unless_somebody_insists(reading):
    reading.sync()
    with pytest.raises(SyncedLately) as refused:
        reading.syncing.begin("me")
    assert (refused.value.extra["retry_after"], "force" in refused.value.next_step) == (600, True)
    again = reading.syncing.begin("me", force=True)
    assert reading.syncing.begin("me") == again
    reading.do(again)
    reading.clock.advance(minutes=11)
    assert reading.syncing.begin("me").id != again.id


def test_nobody_without_an_account_is_read(reading):
    with pytest.raises(NotLinked):
        reading.syncing.begin("somebody else")
    reading.syncing.connected("somebody else")


def test_reading_writes_songs_to_the_library_and_nowhere_else(reading):
    """No profile, no features, nothing that a network learns from: the errand keeps only numbers."""
    before = reading.stored()
    done = reading.sync()
    after = reading.stored()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"tracks", "errands"}
    names = {one.name for one in reading.tracks.all_of("me")} | {one.artist for one in reading.tracks.all_of("me")}
    told = json.dumps([after["errands"], *(event.payload() for event in reading.publisher.events)], default=str)
    assert not [name for name in names if name in told]
    assert done.state == "finished"


def test_everything_spotify_told_goes_with_the_account_even_in_the_middle_of_a_reading(reading, songs, monkeypatch):
    reading.tracks.add("me", [Track(name="Song 7", artist="Somebody 7"), Track(name="Mine")])
    reading.ada.saved = songs(300)
    errand = reading.syncing.begin("me")
    listening = type(reading.spotify.of("me").listening)
    page = listening.saved_page

    def parting(self, row):
        found = page(self, row)
        if row == 100:
            reading.spotify.links.disconnect("me")
            reading.tracks.synced.part("me")
        return found

    monkeypatch.setattr(listening, "saved_page", parting)
    failed = reading.do(errand)
    assert (failed.state, failed.error.code) == ("failed", "sync.over")
    assert reading.shown() == {"Song 7": ["you"], "Mine": ["you"]}
    [document] = reading.documents.find(TRACKS, ALL).items
    assert "sync" not in document
    assert [one["spotify_id"] for one in document["tracks"]] == [None, None]
    left = json.dumps([reading.stored()[one.name] for one in COLLECTIONS], default=str)
    assert "Song 8" not in left


def test_a_new_reading_ends_one_that_was_left(reading, songs):
    reading.ada.saved = songs(60)
    first = reading.tracks.synced.begin("me", "first", [])
    reading.sync()
    with pytest.raises(Exception, match="another reading began"):
        reading.tracks.synced.end("me", first.run)
