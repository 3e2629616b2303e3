import threading
from datetime import timedelta

import pytest

from modules.documents.store import Query
from modules.identity.collection import SESSIONS
from modules.identity.sessions import Grant, RefreshReplayed, SessionNotFound
from modules.identity.tokens import ExpiredToken, InvalidToken, Token


@pytest.fixture
def sessions(identity):
    return identity.sessions


def stored(documents, session_id):
    return documents.get(SESSIONS, session_id)


def opens(sessions, token, transport="bearer"):
    try:
        sessions.recognise(token, transport)
    except InvalidToken:
        return False
    return True


def test_a_bearer_opens_with_its_access_token_for_a_quarter_of_an_hour(sessions, clock):
    grant = sessions.open("ada", "bearer", "a phone")
    clock.advance(minutes=14, seconds=59)
    assert sessions.recognise(grant.access, "bearer")[0].owner == "ada"
    clock.advance(seconds=1)
    with pytest.raises(ExpiredToken) as refused:
        sessions.recognise(grant.access, "bearer")
    assert refused.value.code == "auth.expired"
    assert "/auth/token" in refused.value.next_step


def test_only_hashes_are_at_rest(sessions, documents):
    grants = [sessions.open("ada", "bearer"), sessions.open("ada", "cookie")]
    for grant in grants:
        at_rest = repr(stored(documents, grant.session.id))
        for token in filter(None, [grant.access, grant.refresh]):
            assert not any(part in at_rest for part in token.secret.split("."))


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1] + ("A" if s[-1] != "A" else "B"), lambda s: s[:-1], lambda s: s + "A"]
)
def test_a_tampered_access_token_opens_nothing(sessions, change):
    access = sessions.open("ada", "bearer").access
    assert not opens(sessions, Token(access.session_id, change(access.secret)))
    assert opens(sessions, access)


def test_a_token_of_another_session_opens_nothing(sessions):
    mine, theirs = sessions.open("ada", "bearer"), sessions.open("bob", "bearer")
    assert not opens(sessions, Token(theirs.session.id, mine.access.secret))


def test_a_token_works_only_the_way_it_was_given_out(sessions):
    bearer, cookie = sessions.open("ada", "bearer"), sessions.open("ada", "cookie")
    assert not opens(sessions, bearer.access, "cookie")
    assert not opens(sessions, cookie.access, "bearer")
    assert not opens(sessions, bearer.refresh)


def test_a_refresh_changes_both_tokens_and_the_old_access_token_is_over(sessions, clock):
    first = sessions.open("ada", "bearer")
    clock.advance(minutes=20)
    second = sessions.refresh(first.refresh)
    assert second.session.id == first.session.id
    assert opens(sessions, second.access)
    assert not opens(sessions, first.access)
    assert opens(sessions, sessions.refresh(second.refresh).access)


def test_a_replayed_refresh_token_ends_the_whole_family_and_nobody_else(sessions):
    first, elsewhere = sessions.open("ada", "bearer"), sessions.open("ada", "bearer")
    second = sessions.refresh(first.refresh)
    third = sessions.refresh(second.refresh)
    with pytest.raises(RefreshReplayed) as refused:
        sessions.refresh(first.refresh)
    assert refused.value.code == "auth.refresh_replayed"
    assert refused.value.next_step
    assert not opens(sessions, third.access)
    with pytest.raises(InvalidToken):
        sessions.refresh(third.refresh)
    assert opens(sessions, elsewhere.access)
    assert sessions.refresh(elsewhere.refresh)


def test_a_made_up_refresh_token_ends_nothing(sessions):
    grant = sessions.open("ada", "bearer")
    for made_up in ("x.y", "x", grant.access.secret):
        with pytest.raises(InvalidToken):
            sessions.refresh(Token(grant.session.id, made_up))
    assert opens(sessions, grant.access)
    assert sessions.refresh(grant.refresh)


def test_a_cookie_cannot_be_refreshed_into_a_bearer(sessions):
    grant = sessions.open("ada", "cookie")
    with pytest.raises(InvalidToken):
        sessions.refresh(grant.access)


def test_refreshing_keeps_a_session_alive_for_sixty_days_each_time(sessions, clock):
    grant = sessions.open("ada", "bearer")
    for _ in range(3):
        clock.advance(days=59)
        grant = sessions.refresh(grant.refresh)
    clock.advance(days=60)
    with pytest.raises(InvalidToken):
        sessions.refresh(grant.refresh)


def test_whoever_comes_second_in_a_race_ends_the_session_for_both(identity, documents):
    """The other request gets in between reading and writing."""
    sessions = identity.sessions
    grant = sessions.open("ada", "bearer")
    winners = []
    replace = documents.replace

    def overtaken(collection, document, expected_version):
        documents.replace = replace
        winners.append(sessions.refresh(grant.refresh))
        return replace(collection, document, expected_version)

    documents.replace = overtaken
    with pytest.raises(RefreshReplayed):
        sessions.refresh(grant.refresh)
    assert len(winners) == 1
    assert not opens(sessions, winners[0].access)


def test_of_many_refreshes_at_once_exactly_one_wins_and_the_family_is_over(sessions, documents):
    for _ in range(10):
        grant = sessions.open("ada", "bearer")
        outcomes = at_once(8, lambda token=grant.refresh: sessions.refresh(token))
        won = [outcome for outcome in outcomes if isinstance(outcome, Grant)]
        refused = [outcome for outcome in outcomes if isinstance(outcome, RefreshReplayed | InvalidToken)]
        assert (len(won), len(refused)) == (1, 7)
        assert sum(isinstance(outcome, RefreshReplayed) for outcome in outcomes) == 1
        assert stored(documents, grant.session.id) is None


def at_once(count, call):
    start, outcomes = threading.Barrier(count), []

    def run():
        start.wait()
        try:
            outcomes.append(call())
        except Exception as error:  # noqa: BLE001 - it is the outcome
            outcomes.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_session_touched_meanwhile_still_refreshes(identity, documents, clock):
    sessions = identity.sessions
    grant = sessions.open("ada", "bearer")
    clock.advance(minutes=2)
    replace = documents.replace

    def overtaken(collection, document, expected_version):
        documents.replace = replace
        sessions.recognise(grant.access, "bearer")
        return replace(collection, document, expected_version)

    documents.replace = overtaken
    assert opens(sessions, sessions.refresh(grant.refresh).access)


def test_a_logout_in_the_middle_of_a_refresh_wins(identity, documents):
    sessions = identity.sessions
    grant = sessions.open("ada", "bearer")
    replace = documents.replace

    def overtaken(collection, document, expected_version):
        documents.replace = replace
        sessions.revoke("ada", grant.session.id)
        return replace(collection, document, expected_version)

    documents.replace = overtaken
    with pytest.raises(InvalidToken):
        sessions.refresh(grant.refresh)
    assert stored(documents, grant.session.id) is None


def test_use_is_written_down_at_most_once_a_minute(sessions, documents, clock):
    grant = sessions.open("ada", "bearer")
    clock.advance(seconds=59)
    assert sessions.recognise(grant.access, "bearer")[1] is False
    assert stored(documents, grant.session.id)["version"] == 1
    clock.advance(seconds=1)
    session, renewed = sessions.recognise(grant.access, "bearer")
    assert renewed
    assert session.seen_at == clock.now
    assert sessions.recognise(grant.access, "bearer")[1] is False
    assert stored(documents, grant.session.id)["version"] == 2


def test_two_requests_that_write_down_their_use_at_once_both_get_in(identity, documents, clock):
    sessions = identity.sessions
    grant = sessions.open("ada", "cookie")
    clock.advance(minutes=2)
    replace, first = documents.replace, []

    def overtaken(collection, document, expected_version):
        documents.replace = replace
        first.append(sessions.recognise(grant.access, "cookie"))
        return replace(collection, document, expected_version)

    documents.replace = overtaken
    session, renewed = sessions.recognise(grant.access, "cookie")
    assert (session.owner, renewed, first[0][1]) == ("ada", False, True)


def test_a_cookie_lives_thirty_days_after_it_was_last_seen(sessions, clock):
    grant = sessions.open("ada", "cookie")
    assert grant.refresh is None
    for _ in range(3):
        clock.advance(days=29)
        assert sessions.recognise(grant.access, "cookie")[0].expires_at == clock.now + timedelta(days=30)
    clock.advance(days=30)
    assert not opens(sessions, grant.access, "cookie")


def test_using_a_bearer_does_not_make_it_live_longer(sessions, clock):
    grant = sessions.open("ada", "bearer")
    clock.advance(minutes=10)
    assert sessions.recognise(grant.access, "bearer")[0].access_until == grant.session.access_until


def test_a_person_sees_all_their_sessions_and_nobody_elses(sessions, clock):
    for agent in ("phone", "laptop", "game"):
        sessions.open("ada", "bearer", agent)
        clock.advance(seconds=1)
    sessions.open("bob", "bearer", "his")
    page, cursor = sessions.list("ada", limit=2)
    rest, end = sessions.list("ada", limit=2, cursor=cursor)
    assert [one.user_agent for one in page + rest] == ["game", "laptop", "phone"]
    assert end is None


def test_a_revoked_session_opens_nothing_and_the_others_go_on(sessions):
    lost, kept = sessions.open("ada", "bearer"), sessions.open("ada", "bearer")
    sessions.revoke("ada", lost.session.id)
    assert not opens(sessions, lost.access)
    with pytest.raises(InvalidToken):
        sessions.refresh(lost.refresh)
    assert opens(sessions, kept.access)


def test_strangers_and_wrong_ids_are_told_the_same(sessions):
    grant = sessions.open("ada", "bearer")
    told = []
    for session_id in (grant.session.id, "nothing", "../x", ""):
        with pytest.raises(SessionNotFound) as refused:
            sessions.revoke("bob", session_id)
        told.append((refused.value.code, refused.value.detail))
    assert len(set(told)) == 1
    assert opens(sessions, grant.access)


def test_a_long_user_agent_is_cut(sessions):
    assert len(sessions.open("ada", "bearer", "x" * 5000).session.user_agent) == 200


def test_every_token_and_id_is_new(sessions, documents):
    grants = [sessions.open("ada", "bearer") for _ in range(200)]
    assert len({grant.session.id for grant in grants}) == 200
    assert len({grant.access.secret for grant in grants} | {grant.refresh.secret for grant in grants}) == 400
    assert documents.count(SESSIONS, Query({"owner": "ada"})) == 200
