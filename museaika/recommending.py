"""Recommending and playlists as the settings name them: which sources are asked, and what fills a list."""

import secrets
from collections.abc import Callable
from typing import Any

from models.schema import utc_now
from models.track import PREFIX, MatchedFile
from modules.documents.store import Documents
from modules.jobs.jobs import Jobs
from modules.matching.index import IndexMissing
from modules.matching.matching import Matching
from modules.matching.packing import IndexUnreadable
from modules.mood.moods import Moods
from modules.playlists.entries import Entries
from modules.playlists.playlists import Playlists
from modules.recommending.features import Features
from modules.recommending.feedbacks import Feedbacks
from modules.recommending.gathering import Gathering
from modules.recommending.library import Library
from modules.recommending.lists_shown import ListsShown
from modules.recommending.open_music import OpenMusic
from modules.recommending.recommending import Recommending
from modules.recommending.sources.listenbrainz import ListenBrainz
from modules.recommending.sources.reccobeats import ReccoBeats
from modules.recommending.sources.source import CandidateSource, FeatureSource
from modules.recommending.sources.spotify_search import SpotifySearch
from modules.recommending.table import TableFile
from modules.spotify.spotify import Spotify
from museaika import settings as given


def build_recommending(
    wanted: given.Recommending,
    documents: Documents,
    matching: Matching,
    moods: Moods,
    spotify: Spotify,
    offload: Callable[..., Any],
) -> Recommending:
    """Nothing of it is opened yet."""
    open_music = OpenMusic(matching)
    gathering = Gathering(
        open_music,
        Library(documents, open_music, offload),
        Features(documents, utc_now),
        TableFile(wanted.features),
        [SpotifySearch(lambda owner, words: spotify.of(owner).listening.search(words)), *_sources(wanted)],
        offload,
    )
    return Recommending(
        documents,
        gathering,
        Feedbacks(documents, utc_now),
        ListsShown(documents, utc_now, wanted.days),
        moods,
        lambda: secrets.randbelow(2**31),
    )


def build_playlists(
    documents: Documents, jobs: Jobs, recommending: Recommending, new_id: Callable[[], str]
) -> Playlists:
    matching = recommending.gathering.open_music.matching
    entries = Entries(jobs.get, lambda file: _file(matching, file), utc_now, new_id)
    return Playlists(documents, entries, recommending.recommend, utc_now, new_id)


def _sources(wanted: given.Recommending) -> list[CandidateSource | FeatureSource]:
    found: list[CandidateSource | FeatureSource] = []
    if wanted.listenbrainz_token is not None:
        found.append(ListenBrainz(wanted.listenbrainz_token.get_secret_value()))
    if wanted.reccobeats:
        found.append(ReccoBeats())
    return found


def _file(matching: Matching, file: str) -> MatchedFile | None:
    """What an id of the collection names; None where it is not there."""
    try:
        matcher = matching.matcher
    except (IndexMissing, IndexUnreadable):
        return None
    number = matcher.index.with_digest(file.removeprefix(PREFIX)) if file.startswith(PREFIX) else None
    return None if number is None else matcher.told_of(number)
