from datetime import timedelta

import pytest

from models.spotify import SpotifyProfile
from modules.documents.sqlite import SQLiteDocuments
from modules.services import COLLECTIONS
from modules.spotify.handoffs import HandoffRefused, Handoffs
from modules.spotify.oauth import Agreed, Grant, challenge_of
from modules.spotify.spotify import new_token
from modules.spotify.vault import Vault
from tests.fakes import Clock

VERIFIER = "v" * 43
AGREED = Agreed(
    SpotifyProfile(account_id="a", display_name="Ada"), Grant("access", 3600, "refresh", ("s",)), ("s", "t")
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def handoffs(tmp_path, clock):
    documents = SQLiteDocuments(tmp_path / "museaika.sqlite", clock)
    documents.prepare(COLLECTIONS)
    yield Handoffs(documents, clock, new_token, Vault(["secret"]))
    documents.close()


def test_what_is_left_is_fetched_once_by_whoever_has_the_verifier(handoffs):
    code = handoffs.leave(AGREED, challenge_of(VERIFIER))
    agreed = handoffs.take(code, VERIFIER)
    assert (agreed.profile, agreed.grant, agreed.scopes) == (AGREED.profile, AGREED.grant, ["s"])
    with pytest.raises(HandoffRefused):
        handoffs.take(code, VERIFIER)


@pytest.mark.parametrize("verifier", ["w" * 43, "short", "v" * 129, "", "ü" * 43])
def test_a_wrong_verifier_gets_nothing_and_leaves_nothing(handoffs, verifier):
    code = handoffs.leave(AGREED, challenge_of(VERIFIER))
    for tried in (verifier, VERIFIER):
        with pytest.raises(HandoffRefused):
            handoffs.take(code, tried)


def test_a_minute_later_nothing_is_there(handoffs, clock):
    code = handoffs.leave(AGREED, challenge_of(VERIFIER))
    clock.now += timedelta(seconds=60)
    with pytest.raises(HandoffRefused):
        handoffs.take(code, VERIFIER)
    with pytest.raises(HandoffRefused):
        handoffs.take("made up", VERIFIER)
