"""Taking playlists to Spotify: what is there afterwards, and what is said when it cannot be."""

import pytest

from models.errand import ErrandState
from models.errors import NotFound
from models.playlist import ItemKind
from models.spotify import Access
from modules.playlists.push import NothingToPush
from modules.spotify.refusals import MissingScope, NotLinked, ReauthRequired
from tests.spotify_description import check_request
from tests.spotify_people import log_in

pytestmark = pytest.mark.integration


def test_a_playlist_is_there_in_order_with_its_name_and_cover(house):
    playlist = house.playlist(200, description="For   the evening\n& after")
    done = house.push(playlist)
    assert done.state is ErrandState.FINISHED, done.error
    [there] = house.theirs()
    assert house.is_there(playlist)
    assert (there.name, there.public) == ("Calm music", False)
    assert there.description.startswith("For the evening & after · Made with MuseAIka, ")
    assert there.cover[:2] == b"\xff\xd8"
    assert done.result | {"left_out": []} == {
        "id": there.id,
        "url": f"https://open.spotify.com/playlist/{there.id}",
        "made": True,
        "items": 200,
        "left_out": [],
        "cover": "uploaded",
    }
    assert house.kept.get("me", playlist.id).view().spotify.id == there.id


def test_a_second_push_changes_the_same_playlist_by_as_little_as_needed(house):
    playlist = house.playlist(200)
    house.push(playlist)
    items = house.kept.get("me", playlist.id).items
    house.change(playlist, items=[*items[50:60], *items[:50], *items[61:]], name="Calmer music")
    house.demo.world.calls.clear()
    done = house.push(playlist)
    assert (done.state, done.result["made"], done.result["cover"]) == (ErrandState.FINISHED, False, "unchanged")
    assert house.is_there(playlist)
    assert house.theirs()[0].name == "Calmer music"
    sent = [call for call in house.demo.world.calls if call[0] != "GET"]
    assert len(sent) == 3, "a name, a removal and a move"


def test_what_is_the_same_already_is_not_written_again(house):
    playlist = house.playlist(120)
    house.push(playlist)
    house.demo.world.calls.clear()
    assert house.push(playlist).state is ErrandState.FINISHED
    assert {method for method, _ in house.demo.world.calls} == {"GET"}


def test_songs_that_are_wanted_twice_stay_twice(house):
    songs = house.songs[:3]
    playlist = house.playlist(songs=[songs[0], songs[1], songs[0], songs[2], songs[0]])
    house.push(playlist)
    assert house.is_there(playlist)


def test_pieces_that_spotify_does_not_know_are_named(house):
    playlist = house.playlist(3)
    items = house.kept.get("me", playlist.id).items
    works = [
        items[0].model_copy(update={"id": "w", "kind": ItemKind.WORK, "spotify_id": None, "name": "Dawn in F"}),
        items[0].model_copy(update={"id": "n", "spotify_id": None, "name": "A name alone"}),
        items[0].model_copy(update={"id": "x", "spotify_id": "x" * 22, "name": "No such id"}),
    ]
    house.change(playlist, items=[works[0], *items, works[1], works[2]])
    done = house.push(playlist)
    assert done.state is ErrandState.FINISHED
    assert [(one["item"], one["name"]) for one in done.result["left_out"]] == [
        ("w", "Dawn in F"),
        ("n", "A name alone"),
        ("x", "No such id"),
    ]
    assert all(one["why"].endswith(".") for one in done.result["left_out"])
    assert house.theirs()[0].uris == [f"spotify:track:{one.spotify_id}" for one in items]


@pytest.mark.parametrize("bad", [{0}, {57, 58, 199}, set(range(0, 200, 40))])
def test_tracks_that_spotify_does_not_take_are_found_among_many(house, bad):
    playlist = house.playlist(200)
    items = house.kept.get("me", playlist.id).items
    odd = [one.model_copy(update={"spotify_id": f"bad{at}"}) if at in bad else one for at, one in enumerate(items)]
    house.change(playlist, items=odd)
    done = house.push(playlist)
    assert done.state is ErrandState.FINISHED, done.error
    assert house.theirs()[0].uris == [f"spotify:track:{one.spotify_id}" for at, one in enumerate(odd) if at not in bad]
    assert [one["item"] for one in done.result["left_out"]] == [f"i{at}" for at in sorted(bad)]
    told = house.pushes.differences("me", playlist.id)
    assert (told.state, told.missing, len(told.left_out)) == ("same", [], len(bad))


def test_a_list_with_nothing_for_spotify_is_refused_at_once(house):
    for playlist in (house.playlist(0), house.playlist(0, description="x")):
        with pytest.raises(NothingToPush) as refusal:
            house.order(playlist)
        assert refusal.value.field == "items"
    assert house.demo.world.calls == []


def test_other_peoples_lists_are_not_found(house):
    playlist = house.playlist(3, owner="bob")
    with pytest.raises(NotFound):
        house.order(playlist)
    with pytest.raises(NotFound):
        house.pushes.differences("me", playlist.id)


def test_who_is_not_connected_or_may_not_write_is_told_at_once(house):
    playlist = house.playlist(3)
    house.spotify.links.disconnect("me")
    with pytest.raises(NotLinked):
        house.order(playlist)
    log_in(house.spotify, access=Access.LISTEN)
    with pytest.raises(MissingScope) as refusal:
        house.order(playlist)
    assert "access=write" in refusal.value.next_step
    house.later(days=200)
    with pytest.raises(ReauthRequired):
        house.order(playlist)


def test_without_the_scope_for_pictures_it_goes_without_cover(house):
    house.demo.world.withheld = frozenset({"ugc-image-upload"})
    log_in(house.spotify)
    assert house.push(house.playlist(3)).result["cover"] == "not_allowed"
    assert house.theirs()[0].cover is None


def test_a_cover_that_cannot_be_sent_stops_nothing(house):
    house.strike("status", path=".*/images")
    done = house.push(house.playlist(3))
    assert (done.state, done.result["cover"]) == (ErrandState.FINISHED, "failed")


def test_a_cover_that_is_not_wanted_is_not_sent(house):
    assert house.push(house.playlist(3), cover=False).result["cover"] == "not_wanted"


def test_a_playlist_deleted_there_is_made_anew_only_when_asked(house):
    playlist = house.playlist(5)
    house.push(playlist)
    house.theirs()[0].forgotten = True
    gone = house.push(playlist)
    assert (gone.state, gone.error.code) == (ErrandState.FAILED, "playlist.gone_at_spotify")
    assert "recreate" in gone.error.next_step
    assert house.pushes.differences("me", playlist.id).state == "gone"
    assert house.theirs() == []
    done = house.push(playlist, recreate=True)
    assert (done.state, done.result["made"]) == (ErrandState.FINISHED, True)
    assert house.is_there(playlist)
    assert house.pushes.differences("me", playlist.id).state == "same"


@pytest.mark.parametrize("recreate", [False, True])
def test_a_playlist_deleted_in_the_midst_of_it(house, recreate):
    playlist = house.playlist(150)
    world = house.demo.world
    house.strike("slow", path=".*/items", method="POST", after=1, times=1, seconds=0)
    original = world.new_playlist

    def made_and_deleted(*args, **more):
        made = original(*args, **more)
        made.forgotten = len(world.playlists) == 1
        return made

    world.new_playlist = made_and_deleted
    done = house.push(playlist, recreate=recreate)
    if recreate:
        assert done.state is ErrandState.FINISHED, done.error
        assert house.is_there(playlist)
    else:
        assert (done.state, done.error.code) == (ErrandState.FAILED, "playlist.gone_at_spotify")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda house: house.demo.world.revoke("ada"), "spotify.reauth_required"),
        (lambda house: setattr(house.demo.world.people["ada"], "listed", False), "spotify.not_registered"),
        (lambda house: setattr(house.demo.world.app, "premium", False), "spotify.premium_required"),
        (lambda house: house.spotify.links.disconnect("me"), "spotify.not_linked"),
        (lambda house: house.kept.shelf.delete(house.kept.shelf.find()[0][0].id), "playlist.not_found"),
    ],
)
def test_what_has_become_impossible_since_it_was_ordered_is_said_plainly(house, wrong, code):
    errand = house.order(house.playlist(3))
    wrong(house)
    failed = house.turn(errand)
    assert (failed.state, failed.error.code) == (ErrandState.FAILED, code)
    assert failed.error.next_step


def test_a_push_into_another_account_makes_a_copy_of_its_own(house):
    playlist = house.playlist(5)
    house.push(playlist)
    house.spotify.links.disconnect("me")
    log_in(house.spotify, person="bob")
    done = house.push(playlist)
    assert (done.state, done.result["made"]) == (ErrandState.FINISHED, True)
    assert [one.owner for one in house.demo.world.playlists.values()] == ["ada", "bob"]


def test_two_orders_at_once_are_one_errand(house):
    playlist = house.playlist(5)
    assert house.order(playlist).id == house.order(playlist, public=True).id


def test_every_request_is_described_and_none_is_closed(house):
    heard = []
    house.spotify.gateway._session.hooks["response"].append(lambda answer, **_: heard.append(answer.request))
    playlist = house.playlist(150)
    house.push(playlist)
    items = house.kept.get("me", playlist.id).items
    house.change(playlist, items=[items[3], *items[:3], *items[5:]], name="Other")
    house.push(playlist)
    house.pushes.differences("me", playlist.id)
    assert house.is_there(playlist)
    for sent in heard:
        if sent.url.startswith(house.demo.api_url):
            check_request(sent, house.demo.api_url)
