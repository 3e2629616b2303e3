import threading

import pytest

from models.consent import ConsentChange, Purpose
from modules.identity import consents as module
from modules.identity.consents import WORDINGS, ConsentRequired, Consents, Wording, WordingOutdated

FACE = Purpose.FACE
YES, NO = ConsentChange(), ConsentChange(given=False)


@pytest.fixture
def consents(documents, clock):
    return Consents(documents, clock)


def test_nobody_agreed_before_they_were_asked(consents):
    with pytest.raises(ConsentRequired) as refused:
        consents.check("ada", FACE)
    assert "PUT /user/consents/face" in refused.value.next_step
    assert refused.value.extra["consent"]["text"] == WORDINGS[FACE].text
    assert not consents.view("ada", FACE).given


def test_a_yes_is_recorded_with_its_moment_and_the_words_and_is_nobody_elses(consents, clock):
    view = consents.decide("ada", FACE, ConsentChange(wording=WORDINGS[FACE].version))
    assert (view.given, view.given_at, view.agreed_wording) == (True, clock.now, WORDINGS[FACE].version)
    consents.check("ada", FACE)
    with pytest.raises(ConsentRequired):
        consents.check("bob", FACE)


def test_taking_it_back_holds_at_once_and_both_moments_stay_known(consents, clock):
    given = consents.decide("ada", FACE, YES).given_at
    clock.advance(hours=1)
    view = consents.decide("ada", FACE, NO)
    assert (view.given, view.given_at, view.withdrawn_at) == (False, given, clock.now)
    with pytest.raises(ConsentRequired):
        consents.check("ada", FACE)
    clock.advance(hours=1)
    assert consents.decide("ada", FACE, NO) == view
    assert consents.decide("ada", FACE, YES).withdrawn_at is None
    consents.check("ada", FACE)


def test_taking_back_what_was_never_given_is_fine(consents):
    assert not consents.decide("ada", FACE, NO).given


def test_words_nobody_shows_any_more_cannot_be_agreed_to(consents):
    with pytest.raises(WordingOutdated):
        consents.decide("ada", FACE, ConsentChange(wording="face-0"))
    assert not consents.view("ada", FACE).given


def test_new_words_are_asked_for_anew(consents, monkeypatch):
    consents.decide("ada", FACE, YES)
    monkeypatch.setitem(module.WORDINGS, FACE, Wording("face-9", "More."))
    with pytest.raises(ConsentRequired):
        consents.check("ada", FACE)
    assert consents.view("ada", FACE).agreed_wording == "face-1"
    assert consents.decide("ada", FACE, YES).agreed_wording == "face-9"
    consents.check("ada", FACE)


def test_many_first_answers_at_once_leave_one(consents, documents):
    threads = [threading.Thread(target=consents.decide, args=("ada", FACE, YES)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert documents.count(module.CONSENTS) == 1
    consents.check("ada", FACE)
