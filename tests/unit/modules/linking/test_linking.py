"""What becomes of people when an account is connected; the round trip itself is in tests/integration/blueprints."""

import threading

import pytest

from models.account import ProfileChange, User
from models.errors import Invalid
from models.spotify import SpotifyProfile
from models.track import Track
from modules.documents.shelf import Shelf
from modules.documents.sqlite import SQLiteDocuments
from modules.documents.store import Query, Stale
from modules.files.local import LocalFiles
from modules.identity.collection import USERS
from modules.identity.identity import Identity
from modules.library.tracks import Tracks
from modules.linking import STAYING, Linking, OtherAccount
from modules.mood.collection import MOODS
from modules.privacy import HOLDINGS, Privacy
from modules.services import COLLECTIONS
from modules.spotify.links import Links
from modules.spotify.oauth import Agreed, Grant
from modules.spotify.spotify import new_token
from modules.spotify.vault import Vault
from tests.fakes import Clock, RememberingPublisher


class House:
    def __init__(self, folder):
        clock = Clock()
        self.documents = SQLiteDocuments(folder / "museaika.sqlite", clock)
        self.documents.prepare(COLLECTIONS)
        self.identity = Identity(self.documents, clock)
        self.tracks = Tracks(self.documents, clock)
        self.links = Links(self.documents, clock, Vault(["secret"]), RememberingPublisher())
        privacy = Privacy(self.documents, LocalFiles(folder / "files"), clock=clock)
        self.linking = Linking(self.documents, self.links, privacy, self.tracks, clock=clock, new_id=new_token)
        self.users = Shelf(self.documents, USERS, User)

    def mood(self, owner, identity):
        self.documents.insert(MOODS, {"id": identity, "owner": owner, "at": None})

    def owner_of_mood(self, identity):
        return self.documents.get(MOODS, identity)["owner"]


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.documents.close()


def agreed(account="account", name="Ada"):
    return Agreed(
        SpotifyProfile(account_id=account, display_name=name), Grant("access", 3600, "refresh", ("s",)), ("s",)
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [(None, "Guest"), ("", "Guest"), ("  ", "Guest"), ("A\x00da\u2028", "Ada"), ("x" * 200, "x" * 80), ("🎵", "🎵")],
)
def test_a_name_from_outside_becomes_one_that_people_may_have(house, said, shown):
    assert house.linking.connect(None, agreed(name=said)).display_name == shown


def test_what_is_moved_is_everything_but_keys_and_a_yes(house):
    moved = {holding.name for holding in HOLDINGS} - STAYING
    assert {"moods", "tracks", "uploads", "jobs"} <= moved
    assert {holding.name for holding in HOLDINGS} >= STAYING


def test_things_under_ones_own_id_move_unless_the_other_has_them(house):
    known = house.linking.connect(None, agreed())
    guest = house.identity.guest()
    for identity in ("free", guest.id, f"{guest.id}.only", f"{guest.id}.both"):
        house.mood(guest.id, identity)
    house.mood(known.id, f"{known.id}.both")
    assert house.linking.connect(guest, agreed()).id == known.id
    assert {house.owner_of_mood(one) for one in ("free", known.id, f"{known.id}.only", f"{known.id}.both")} == {
        known.id
    }
    assert house.documents.count(MOODS, Query({"owner": guest.id})) == 0
    assert house.documents.count(MOODS, Query({"owner": known.id})) == 4


def test_tracks_of_both_are_kept_and_preferences_of_the_account_win(house):
    known = house.linking.connect(None, agreed())
    guest = house.identity.guest()
    for owner, song, theme in ((known.id, "Theirs", "dark"), (guest.id, "Mine", "light")):
        house.tracks.replace(owner, [Track(name=song)])
        house.identity.change(owner, ProfileChange(preferences={"theme": theme, song: True}))
    house.linking.connect(guest, agreed())
    assert [track.name for track in house.tracks.all_of(known.id)] == ["Theirs", "Mine"]
    assert house.identity.get(known.id).preferences == {"theme": "dark", "Theirs": True, "Mine": True}


def test_lists_that_do_not_fit_together_change_nothing(house, monkeypatch):
    monkeypatch.setattr("modules.library.listing.MOST_TRACKS", 3)
    known = house.linking.connect(None, agreed())
    guest = house.identity.guest()
    house.tracks.replace(known.id, [Track(name=str(one)) for one in range(3)])
    house.tracks.replace(guest.id, [Track(name="one more")])
    with pytest.raises(Invalid):
        house.linking.connect(guest, agreed())
    assert len(house.tracks.all_of(guest.id)) == 1
    assert house.identity.get(guest.id) == guest


def test_a_move_that_died_goes_on_when_the_guest_comes_again(house, monkeypatch):
    known = house.linking.connect(None, agreed())
    guest = house.identity.guest()
    for number in range(4):
        house.mood(guest.id, f"mood-{number}")
    replace, left = house.documents.replace, iter(range(2))

    def dying(*arguments):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return replace(*arguments)

    house.documents.replace = dying
    with pytest.raises(KeyboardInterrupt):
        house.linking.connect(guest, agreed())
    house.documents.replace = replace
    assert house.linking.connect(guest, agreed()).id == known.id
    assert {house.owner_of_mood(f"mood-{number}") for number in range(4)} == {known.id}
    assert house.users.get(guest.id) is None


def test_what_somebody_else_writes_meanwhile_moves_too(house):
    known = house.linking.connect(None, agreed())
    guest = house.identity.guest()
    house.mood(guest.id, "busy")
    replace, stale = house.documents.replace, iter([True])

    def overtaken(collection, document, version):
        if collection is MOODS and next(stale, None):
            replace(collection, {**document, "owner": guest.id, "at": None}, version)
            raise Stale.of(collection, document["id"])
        return replace(collection, document, version)

    house.documents.replace = overtaken
    house.linking.connect(guest, agreed())
    assert house.owner_of_mood("busy") == known.id


def test_the_same_account_in_many_tabs_at_once_is_one_person(house):
    people = []
    threads = [threading.Thread(target=lambda: people.append(house.linking.connect(None, agreed()))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(people) == 6
    assert len({person.id for person in people}) == house.documents.count(USERS, Query()) == 1


def test_two_guests_with_one_account_become_one_person(house):
    guests = [house.identity.guest() for _ in range(4)]
    for guest in guests:
        house.mood(guest.id, f"of {guest.id}")
    found = []
    threads = [
        threading.Thread(target=lambda guest=guest: found.append(house.linking.connect(guest, agreed())))
        for guest in guests
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [person] = {one.id for one in found}
    assert {house.owner_of_mood(f"of {guest.id}") for guest in guests} == {person}


def test_an_account_whose_person_is_being_erased_is_free(house):
    gone = house.linking.connect(None, agreed())
    house.users.change(gone.id, lambda user: user.model_copy(update={"erasing_since": user.created_at}))
    assert house.linking.connect(None, agreed()).id != gone.id


def test_somebody_with_another_account_is_asked_to_choose(house):
    ada = house.linking.connect(None, agreed("first"))
    for other in ("second", "third"):
        house.linking.connect(None, agreed("third"))
        with pytest.raises(OtherAccount):
            house.linking.connect(ada, agreed(other))
    assert house.identity.get(ada.id).spotify_id == "first"


def test_who_disconnects_is_a_guest_who_may_connect_again(house):
    ada = house.linking.connect(None, agreed())
    house.linking.disconnect(ada.id)
    house.linking.disconnect(ada.id)
    parted = house.identity.get(ada.id)
    assert (parted.guest, parted.spotify_id, parted.display_name) == (True, None, "Guest")
    assert house.linking.connect(parted, agreed("other", "Eve")).display_name == "Eve"
