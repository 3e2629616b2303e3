"""`Gathering`: tracks to choose from out of every source there is, and a word on each: what it gave, or why nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from models.errors import MuseaikaError
from models.recommendation import SourceReport, Wish
from modules.recommending import library, open_music
from modules.recommending.features import Features
from modules.recommending.features_csv import BadFeatures, SpotifysOwn
from modules.recommending.library import Library, Tables
from modules.recommending.open_music import OpenMusic
from modules.recommending.pool import Candidate, Choice, Pool, pool_of
from modules.recommending.sources.source import CandidateSource, FeatureSource, SourceAway, SourceOff
from modules.recommending.table import NOTHING, SHARED, Table, TableFile, TableUnreadable

OK, AWAY, OFF = "ok", "away", "off"
OPTIONAL: Final = ("ListenBrainz", "ReccoBeats")
"""Named as off where the operator did not switch them on."""


@dataclass(frozen=True)
class Gathered:
    choice: Choice
    reports: list[SourceReport]


@dataclass(frozen=True)
class Gathering:
    open_music: OpenMusic
    library: Library
    features: Features
    file: TableFile
    sources: Sequence[CandidateSource | FeatureSource]
    offload: Callable[..., Any]

    def gathered(self, owner: str, wish: Wish) -> Gathered:
        """A source that is away costs its tracks, never the list."""
        shared, reports = self._shared()
        there: Pool = self.offload(lambda: self.open_music.pool)
        kept = self.features.kept(owner)
        tables = Tables(kept.table, shared, (kept.version, shared.version, str(len(there))))
        looked = self.library.look(owner, tables)
        own, brought = looked.own, looked.brought
        reports += [_report(library.NAME, len(own))]
        reports += [_report(library.BROUGHT, len(brought))] if len(brought) else []
        reports += [_report(open_music.NAME, len(there), self.open_music.away)]
        more = list(self._asked((owner, wish), looked.others, reports))
        reports += [SourceReport(name=name, state=OFF) for name in OPTIONAL if name not in self._names]
        known = sum(len(pool) for pool in more if pool.own)
        mine = replace(own, unknown=own.unknown - known)
        first = (mine, *(one for one in more if one.own), brought)
        catalogue: Pool = self.offload(lambda: shared.catalogue)
        return Gathered(Choice((*first, catalogue, there, *_others(more))), reports)

    @property
    def _names(self) -> set[str]:
        return {one.name for one in self.sources}

    def _shared(self) -> tuple[Table, list[SourceReport]]:
        if not self.file.there:
            return NOTHING, []
        try:
            table: Table = self.offload(self.file.read)
        except (TableUnreadable, BadFeatures, SpotifysOwn) as error:
            return NOTHING, [_report(SHARED, 0, error)]
        return table, [_report(SHARED, len(table.rows))]

    def _asked(self, by: tuple[str, Wish], others: Sequence[Candidate], reports: list[SourceReport]) -> Iterator[Pool]:
        """One pool of each source that answers."""
        for source in self.sources:
            try:
                pool = _pool_from(source, by, others)
            except SourceOff:
                reports.append(SourceReport(name=source.name, state=OFF))
            except SourceAway as error:
                reports.append(_report(source.name, 0, error))
            else:
                reports.append(_report(source.name, len(pool)))
                yield pool


def _pool_from(source: CandidateSource | FeatureSource, by: tuple[str, Wish], others: Sequence[Candidate]) -> Pool:
    """A source of features makes candidates of tracks that nobody else knows."""
    if not hasattr(source, "features"):
        return pool_of(source.candidates(*by))
    ids = [one.spotify_id for one in others if one.spotify_id]
    told = source.features(ids) if ids else {}
    found = [replace(one, features=told[one.spotify_id]) for one in others if one.spotify_id and one.spotify_id in told]
    return pool_of(found, own=True)


def _others(pools: Sequence[Pool]) -> Iterator[Pool]:
    return (one for one in pools if not one.own)


def _report(name: str, tracks: int, error: MuseaikaError | None = None) -> SourceReport:
    if error is None:
        return SourceReport(name=name, state=OK, tracks=tracks)
    return SourceReport(name=name, state=AWAY, why=f"{error.detail} {error.next_step or ''}".strip())
