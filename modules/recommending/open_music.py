"""`OpenMusic`: what the collection holds, as candidates, with what its notes feel like by our own analysis."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.errors import MuseaikaError
from models.recommendation import TrackFeatures
from models.track import PREFIX, MatchLevel
from modules.matching.artists import read_artist
from modules.matching.content import COLUMNS
from modules.matching.index import IndexMissing, MidiIndex, Song
from modules.matching.indexing import key_of
from modules.matching.judging import Named, judge
from modules.matching.matching import Matching
from modules.matching.packing import IndexUnreadable
from modules.matching.titles import read_title
from modules.mood.native_lock import NativeLock
from modules.recommending.pool import Candidate, Pool, artist_code, pool_of, song_code

NAME: Final = "open music"
ANALYSIS: Final = "our own analysis of the notes"
VERSION: Final = "notes 1"
CONFIDENCE: Final = 0.5
"""Tempo, density, key, height and force tell half the story of a mood."""
_HEARD: Final = (
    (-1.0, -0.67, -0.49, -0.4, -0.32, -0.21, 0.12, 0.23, 0.3, 0.39, 0.46, 0.65, 1.0),
    (-1.0, -0.93, -0.62, -0.44, -0.24, -0.08, 0.08, 0.25, 0.35, 0.54, 0.68, 0.89, 1.0),
)
_SPREAD: Final = (-1.0, -0.92, -0.74, -0.55, -0.36, -0.16, 0.06, 0.24, 0.41, 0.58, 0.75, 0.92, 1.0)
"""What the notes say of valence and of arousal is crowded: minor here, major there. Tenths of the collection that ships
are spread over the axis evenly, which keeps the order; other collections are measured by the same rule."""
LARGE: Final = 10_000
_SURE: Final = 0.8
"""From here on a file that was found for a track speaks for it."""
_TEMPO, _VALENCE, _AROUSAL = (COLUMNS.index(name) for name in ("tempo", "valence", "arousal"))


@dataclass
class OpenMusic:
    """away: why there is none, where there is none."""

    matching: Matching
    away: MuseaikaError | None = None
    _pool: Pool | None = None
    _lock: NativeLock = field(default_factory=NativeLock)

    @property
    def pool(self) -> Pool:
        """One file of every song; empty, and `away` set, while the index cannot be opened."""
        with self._lock:
            if self._pool is None:
                try:
                    self._pool, self.away = _analysed(self.matching.matcher.index), None
                except (IndexMissing, IndexUnreadable) as error:
                    self.away = error
                    return pool_of(())
            return self._pool

    def found(self, name: str, artist: str) -> tuple[str, TrackFeatures] | None:
        """The file that surely is this song, by its id, and what its notes feel like."""
        index = self.matching.matcher.index
        mine, best = Named(read_title(name), read_artist(artist)), (0.0, -1)
        for number in index.titled(mine.title):
            song = index.song(number)
            verdict = judge(mine, Named(read_title(song.title), read_artist(song.artist)), index.common)
            if verdict and verdict.level in {MatchLevel.EXACT, MatchLevel.VERSION}:
                best = max(best, (verdict.score, -number))
        if best[0] < _SURE:
            return None
        file = index.files_of(-best[1])[0]
        features = _features(index, file)
        sure = features.model_copy(update={"confidence": round(features.confidence * best[0], 3)})
        return PREFIX + index.file(file).digest, sure


def _analysed(index: MidiIndex) -> Pool:
    """Only what has notes: lists of names have none."""
    if not len(index.content):
        return pool_of(())
    first = np.array([index.files_of(song)[0] for song in range(index.songs)], dtype=np.int64)
    points = _points(index.content[first])
    heard = np.isfinite(points).all(axis=1)
    files, songs = first[heard], np.flatnonzero(heard)
    names = [index.song(int(song)) for song in songs]
    artists = {name: artist_code(name) for name in {one.artist for one in names}}
    return Pool(
        points[heard],
        np.full(len(files), CONFIDENCE),
        np.array([artists[one.artist] for one in names], dtype=np.uint64),
        _codes(names, songs),
        np.array([key_of(PREFIX + index.file(int(file)).digest) for file in files], dtype=np.uint64),
        lambda at: _candidate(index, int(files[at])),
        unknown=int(len(first) - len(files)),
    )


def _codes(names: Sequence[Song], songs: NDArray[np.int64]) -> NDArray[np.uint64]:
    """By how songs are called; in a large collection by their numbers, as reading all names takes half a minute.

    A track of somebody's that surely is one of them is known by its file in any case.
    """
    if len(names) > LARGE:
        return songs.astype(np.uint64) + np.uint64(key_of(NAME) >> 1)
    return np.array([song_code(one.title, one.artist) for one in names], dtype=np.uint64)


def _points(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """[file, 2]: valence and energy."""
    columns = zip((_VALENCE, _AROUSAL), _HEARD, strict=True)
    return np.stack([np.interp(rows[:, at], heard, _SPREAD) for at, heard in columns], axis=1)


def _features(index: MidiIndex, file: int) -> TrackFeatures:
    row = index.content[file] if len(index.content) else None
    if row is None or not np.isfinite(row).all():
        return TrackFeatures(source=ANALYSIS, version=VERSION, confidence=0.0)
    valence, energy = _points(row[None])[0].round(3).tolist()
    tempo = round(float(row[_TEMPO]), 1)
    return TrackFeatures(
        valence=valence, energy=energy, tempo=tempo, source=ANALYSIS, version=VERSION, confidence=CONFIDENCE
    )


def _candidate(index: MidiIndex, file: int) -> Candidate:
    song, known = index.song(index.song_of(file)), index.file(file)
    playable = index.root is not None
    return Candidate(
        PREFIX + known.digest,
        song.title,
        song.artist,
        NAME,
        _features(index, file),
        file=PREFIX + known.digest if playable else None,
    )
