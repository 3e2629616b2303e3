"""`Matcher`: tracks -> files of a collection, each with the level of certainty, what speaks for it and a score."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from zlib import crc32

from models.track import LEVELS, PREFIX, Match, MatchedFile, MatchLevel, MatchReport, Track
from modules.matching.artists import Artist, read_artist, same_name, surname
from modules.matching.index import MidiIndex
from modules.matching.judging import SAME, Named, Verdict, judge
from modules.matching.neighbours import Basis, Neighbours
from modules.matching.titles import read_title, shortened

CANDIDATES: Final = 30
"""Songs that are written like the track and looked at closely."""
_SURE: Final = 0.9
_VAGUE: Final = 0.75
_NAMESAKE: Final = 0.88
"""Likeness from which on a name alone is believed."""


@dataclass(frozen=True, slots=True)
class Found:
    """song: the number in the index; file: of its file. Both None for level none."""

    verdict: Verdict
    file: int | None = None


class Matcher:
    def __init__(self, index: MidiIndex) -> None:
        self.index = index
        self._neighbours = Neighbours(index)
        self._song = lru_cache(maxsize=8192)(self._read_song)

    def report(self, tracks: Sequence[Track], basis: Basis | None = None, *, neighbours: bool = True) -> MatchReport:
        """Every track, in its order. basis: what neighbours should be like, where nothing better is known."""
        found = [self.find(track) for track in tracks]
        if neighbours:
            found = self._with_neighbours(tracks, found, basis)
        matches = [self._told(track, one) for track, one in zip(tracks, found, strict=True)]
        counts = {level: sum(match.level is level for match in matches) for level in LEVELS}
        return MatchReport(matches=matches, levels=counts, collection=self.about)

    @property
    def about(self) -> dict[str, Any]:
        index = self.index
        told = {"songs": index.songs, "artists": index.artists, "files": index.files}
        return {"name": index.about.get("name", index.about.get("made_from", "")), **told}

    def find(self, track: Track) -> Found:
        """By name alone: exact, version, same artist, or none."""
        best = self._same_song(track)
        if best is not None:
            return best
        return self._same_artist(track) or Found(Verdict(MatchLevel.NONE, 0.0, ("nothing like it is here",)))

    def _same_song(self, track: Track) -> Found | None:
        mine = _named(track.name, track.artist)
        best = self._best(mine, self.index.titled(mine.title))
        if best is None or best[0].level is not MatchLevel.EXACT or best[0].score < _SURE:
            near = self._best(mine, self.index.like(mine.title, mine.artist, CANDIDATES))
            best = max((one for one in (best, near) if one), key=_rank, default=None)
        for other in shortened(track.name) if best is None or best[0].score < _VAGUE else ():
            mine = _named(other, track.artist)
            found = self._best(mine, self.index.titled(mine.title))
            best = max((one for one in (best, found) if one), key=_rank, default=None)
        return Found(best[0], self._file_of(best[1])) if best else None

    def _best(self, mine: Named, songs: Sequence[int]) -> tuple[Verdict, int] | None:
        judged = ((judge(mine, self._song(song), self.index.common), song) for song in songs)
        return max(((verdict, song) for verdict, song in judged if verdict), key=_rank, default=None)

    def _same_artist(self, track: Track) -> Found | None:
        """Another song of theirs; which one, the title decides, so that not all their tracks become the same."""
        artist = read_artist(track.artist)
        if artist.unknown:
            return None
        score, number = self._namesake(artist)
        if score < _NAMESAKE:
            return None
        songs = self.index.songs_by(number)
        song = songs[crc32(read_title(track.name).full.encode()) % len(songs)]
        how = "same artist" if score >= SAME else f"artist spelled like {self.index.artist(number)}"
        verdict = Verdict(MatchLevel.ARTIST, round(0.5 * score, 3), (how, "this song is not here"))
        return Found(verdict, self._file_of(song))

    def _namesake(self, artist: Artist) -> tuple[float, int]:
        """How sure, and the number of the artist. A surname will do where only one artist has it."""
        known = self.index.named(artist) or self.index.artists_like(artist, CANDIDATES)
        read = {one: read_artist(self.index.artist(one)) for one in known}
        score, number = max(((same_name(artist, other), -one) for one, other in read.items()), default=(0.0, 0))
        if score < _NAMESAKE and len(family := [one for one, other in read.items() if surname(artist, other)]) == 1:
            return _NAMESAKE, family[0]
        return score, -number

    def _with_neighbours(self, tracks: Sequence[Track], found: list[Found], basis: Basis | None) -> list[Found]:
        given = self._neighbours.around([one.file for one in found if one.file is not None]) or basis
        if given is None:
            return found
        return [
            (self._neighbour(track, given) or one) if one.verdict.level is MatchLevel.NONE else one
            for track, one in zip(tracks, found, strict=True)
        ]

    def _neighbour(self, track: Track, basis: Basis) -> Found | None:
        chosen = self._neighbours.near(basis, crc32(f"{track.artist}\n{track.name}".encode()))
        if chosen is None:
            return None
        file, closeness = chosen
        return Found(Verdict(MatchLevel.NEIGHBOUR, round(0.3 * closeness, 3), ("not here itself", basis.why)), file)

    def _read_song(self, number: int) -> Named:
        song = self.index.song(number)
        return _named(song.title, song.artist)

    def _file_of(self, song: int) -> int:
        return self.index.files_of(song)[0]

    def _told(self, track: Track, found: Found) -> Match:
        verdict = found.verdict
        told = {"track": track, "level": verdict.level, "score": verdict.score, "evidence": list(verdict.evidence)}
        return Match(**told, file=None if found.file is None else self.told_of(found.file))

    def told_of(self, number: int) -> MatchedFile:
        """A file of the collection as people see it."""
        file, song = self.index.file(number), self.index.song(self.index.song_of(number))
        heard: dict[str, Any] = {}
        if file.content is not None:
            heard = {"seconds": file.content.seconds, "tempo": file.content.tempo, "key": file.content.key_name}
        here = self.index.root is not None
        return MatchedFile(
            id=PREFIX + file.digest,
            title=song.title,
            artist=song.artist,
            path=file.place,
            digest=file.digest,
            playable=here,
            **heard,
        )


def _rank(judged: tuple[Verdict, int]) -> tuple[int, float, int]:
    verdict, song = judged
    return -LEVELS.index(verdict.level), verdict.score, -song


def _named(title: str, artist: str) -> Named:
    return Named(read_title(title), read_artist(artist))
