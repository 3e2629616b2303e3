import threading

import pytest

from models.account import ProfileChange, User
from modules.documents.shelf import Shelf
from modules.documents.store import Duplicate
from modules.identity.collection import USERS
from modules.identity.identity import BadPreferences, UserNotFound
from modules.identity.tokens import InvalidToken


def change(**fields):
    return ProfileChange.model_validate(fields)


def test_a_guest_is_a_real_person_who_can_sign_in(identity, clock):
    guest = identity.guest("Ada")
    assert (guest.display_name, guest.guest, guest.email, guest.spotify_id) == ("Ada", True, None, None)
    assert guest.created_at == clock.now
    grant = identity.sessions.open(guest.id, "bearer")
    assert identity.recognise(str(grant.access), "bearer").user == identity.get(guest.id) == guest


def test_nobody_is_nobody(identity):
    with pytest.raises(UserNotFound):
        identity.get("nobody")


def test_a_session_whose_person_is_gone_or_going_opens_nothing(identity, documents, clock):
    gone, going = identity.guest(), identity.guest()
    users = Shelf(documents, USERS, User)
    tokens = [str(identity.sessions.open(user.id, "bearer").access) for user in (gone, going)]
    users.delete(gone.id)
    users.change(going.id, lambda user: user.model_copy(update={"erasing_since": clock.now}))
    for token in tokens:
        with pytest.raises(InvalidToken):
            identity.recognise(token, "bearer")
    with pytest.raises(UserNotFound):
        identity.get(going.id)
    with pytest.raises(UserNotFound):
        identity.change(going.id, change(display_name="Zombie"))


def test_only_named_fields_change(identity):
    guest = identity.guest("Ada")
    changed = identity.change(guest.id, change(email="ada@example.org"))
    assert (changed.display_name, changed.email) == ("Ada", "ada@example.org")
    changed = identity.change(guest.id, change(display_name="Ada L.", email=None))
    assert (changed.display_name, changed.email) == ("Ada L.", None)
    assert identity.change(guest.id, change()).display_name == "Ada L."


def test_preferences_are_merged_and_null_removes_one(identity):
    guest = identity.guest()
    identity.change(guest.id, change(preferences={"theme": "dark", "volume": 0.5, "a.b": {"$set": 1}}))
    changed = identity.change(guest.id, change(preferences={"theme": None, "volume": 0.8}))
    assert changed.preferences == {"volume": 0.8, "a.b": {"$set": 1}}


def test_preferences_cannot_grow_without_end(identity):
    guest = identity.guest()
    for number in range(4):
        identity.change(guest.id, change(preferences={f"part{number}": "x" * 4000}))
    with pytest.raises(BadPreferences) as refused:
        identity.change(guest.id, change(preferences={"part4": "x" * 4000}))
    assert refused.value.field == "preferences"
    assert refused.value.next_step
    assert list(identity.get(guest.id).preferences) == ["part0", "part1", "part2", "part3"]


def test_changes_at_the_same_time_all_stay(identity):
    guest = identity.guest()
    start = threading.Barrier(8)

    def prefer(number):
        start.wait()
        identity.change(guest.id, change(preferences={f"key{number}": number}))

    threads = [threading.Thread(target=prefer, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert identity.get(guest.id).preferences == {f"key{number}": number for number in range(8)}


def test_the_local_user_is_made_once_even_by_two_at_once(identity, documents):
    insert = documents.insert

    def overtaken(collection, document):
        documents.insert = insert
        insert(collection, document)
        return insert(collection, document)

    documents.insert = overtaken
    assert identity.local_user() == identity.local_user() == identity.get("local")
    assert identity.local_user().guest is False


def test_a_spotify_account_belongs_to_one_person(documents, identity, clock):
    users = Shelf(documents, USERS, User)
    users.insert(User(id="one", spotify_id="ada", display_name="Ada", created_at=clock.now))
    with pytest.raises(Duplicate):
        users.insert(User(id="two", spotify_id="ada", display_name="Ada", created_at=clock.now))
    assert identity.guest() != identity.guest()
