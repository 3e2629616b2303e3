"""Measure recommending: how fast over HTTP with a large library, and whether lists go where they should.

    python scripts/bench_recommending.py
    python scripts/bench_recommending.py --library mine.csv      # artist, title, valence, energy (0 to 1)

Without --library 5,000 tracks of 900 artists are made up, spread evenly over valence and energy (seed 20).

"p50": GET /music/recommendations?limit=20 to a server of its own, each time with another mood, goal and seed; what was
shown is remembered. "right": of 400 random moods inside the circle with random goals, the lists whose mean is brighter
than the mood (lift), less awake (calm), more awake (energize), or within .15 of it (match). "journey": 200 random pairs
of moods that are at least .4 apart on both axes; Spearman's correlation of the planned and the chosen places, on the
worse of the two axes; how far the last track is from where it should be. The same is told, unasked, for the collection
that ships, which does not cover the whole circle.
"""

import argparse
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benching.figures import Asked, Figure, Report, arguments, close, share
from benching.guest import Guest
from benching.house import House
from scipy.stats import spearmanr

from models.mood import Mood
from models.recommendation import FeatureRow, Goal, Recommendation, Wish
from modules.matching.matching import Matching
from modules.recommending.compiling import Person, compiled
from modules.recommending.features_csv import read_features, write_features
from modules.recommending.goals import AXES
from modules.recommending.open_music import OpenMusic
from modules.recommending.pool import Candidate, Choice, pool_of

SEED: Final = 20
TRACKS, ARTISTS = 5_000, 900
CASES, JOURNEYS = 400, 200
APART: Final = 0.4
GOALS: Final = (Goal.MATCH, Goal.LIFT, Goal.CALM, Goal.ENERGIZE)
WORDS: Final = (
    "amber",
    "river",
    "silent",
    "neon",
    "golden",
    "paper",
    "winter",
    "velvet",
    "hollow",
    "summer",
    "broken",
    "distant",
)  # fmt: skip


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--library", type=Path, help="a table of features to use instead of made-up tracks")
    parser.add_argument("--requests", type=int, help="requests over HTTP")
    parser.add_argument("--offline", action="store_true", help="start no server: only where lists go")
    asked = parser.parse_args()
    rows = list(read_features(asked.library.read_bytes()).rows) if asked.library else made_up()
    report = Report(f"recommending from {len(rows):,} tracks")
    library = Choice((pool_of([candidate(number, row) for number, row in enumerate(rows)], own=True),))
    directions(library, "", report, asked)
    journeys(library, "", report, asked)
    ours = Choice((OpenMusic(Matching()).pool,))
    directions(ours, "collection.", report, asked)
    journeys(ours, "collection.", report, asked)
    if not asked.offline:
        over_http(rows, asked, report)
    close(report, asked)


def made_up() -> list[FeatureRow]:
    chance = dice(SEED)
    return [
        FeatureRow(
            title=f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}".title(),
            artist=f"The {chance.choice(WORDS)} {number % ARTISTS}".title(),
            valence=chance.uniform(-1, 1),
            energy=chance.uniform(-1, 1),
            tempo=chance.uniform(60, 180),
            source="made up",
            confidence=0.9,
        )
        for number in range(TRACKS)
    ]


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - no secret


def candidate(number: int, row: FeatureRow) -> Candidate:
    return Candidate(f"track-{number}", row.title, row.artist, "library", row)


def directions(choice: Choice, name: str, report: Report, asked: argparse.Namespace) -> None:
    chance, right, rounds = dice(SEED), [], 100 if asked.quick else CASES
    for seed in range(rounds):
        wish = Wish(mood=Mood.at(*inside(chance)), goal=chance.choice(GOALS), seed=seed)
        right.append(leads(wish, compiled(choice, wish, Person()).items))
    bound = None if name else Asked(95, least=True)
    report.add(Figure(f"{name}right", "%", 100 * statistics.mean(right), rounds, asked=bound))


def leads(wish: Wish, items: Sequence[Recommendation]) -> bool:
    """Whether a list as a whole goes where its goal points."""
    if not items:
        return False
    valence = statistics.mean(one.features.valence or 0.0 for one in items)
    energy = statistics.mean(one.features.energy or 0.0 for one in items)
    if wish.goal is Goal.MATCH:
        return math.dist((valence, energy), (wish.mood.valence, wish.mood.arousal)) <= 0.15
    axis, way = AXES[wish.goal]
    return way * ((valence, energy)[axis] - (wish.mood.valence, wish.mood.arousal)[axis]) > 0


def journeys(choice: Choice, name: str, report: Report, asked: argparse.Namespace) -> None:
    chance, alike, ends = dice(SEED + 1), [], []
    rounds = 50 if asked.quick else JOURNEYS
    for seed in range(rounds):
        start, end = two_moods(chance)
        items = compiled(choice, Wish(mood=start, goal=Goal.JOURNEY, to=end, seed=seed), Person()).items
        if len(items) < 3:
            alike.append(0.0)
            continue
        alike.append(min(follows(items, "valence"), follows(items, "energy")))
        last = items[-1].features
        ends.append(math.dist((last.valence or 0.0, last.energy or 0.0), (end.valence, end.arousal)))
    bound = None if name else Asked(0.9, least=True)
    report.add(Figure(f"{name}journey_spearman_p50", "", statistics.median(alike), rounds, (min(alike), max(alike))))
    low = sorted(alike)[len(alike) // 20]
    report.add(Figure(f"{name}journey_spearman_p5", "", low, rounds, (min(alike), max(alike)), bound))
    report.add(share(f"{name}journey_end_p95", "", ends, 95, None if name else Asked(0.15)))


def follows(items: Sequence[Recommendation], axis: str) -> float:
    planned = [getattr(one.planned, axis) for one in items]
    return float(spearmanr(planned, [getattr(one.features, axis) for one in items]).statistic)


def inside(chance: Random) -> tuple[float, float]:
    """A point of the circle."""
    while True:
        point = chance.uniform(-1, 1), chance.uniform(-1, 1)
        if math.hypot(*point) <= 1:
            return point


def two_moods(chance: Random) -> tuple[Mood, Mood]:
    while True:
        one, other = inside(chance), inside(chance)
        if min(abs(one[0] - other[0]), abs(one[1] - other[1])) >= APART:
            return Mood.at(*one), Mood.at(*other)


def over_http(rows: list[FeatureRow], asked: argparse.Namespace, report: Report) -> None:
    repeats = asked.requests or (40 if asked.quick else 200)
    with House(MUSEAIKA_WORKERS="1", MUSEAIKA_LIMITS__LISTS="off") as house, Guest(house.url, 60) as guest:
        tracks = [{"name": row.title, "artist": row.artist} for row in rows]
        guest.call("PUT", "/music/tracks", json={"tracks": tracks})
        table = write_features(rows).encode()
        guest.call("POST", "/music/features", data=table, headers={"Content-Type": "text/csv"})
        first = timed(lambda: listed(guest, dice(0), 0))
        chance = dice(SEED)
        taken = [timed(lambda seed=seed: listed(guest, chance, seed)) for seed in range(1, repeats + 1)]
    report.add(Figure("http.first_ms", "ms", first))
    report.add(share("http.p50_ms", "ms", taken, 50, Asked(60)), share("http.p95_ms", "ms", taken, 95))
    report.notes.append("The first list looks every track up; the client runs on the same cores.")


def listed(guest: Guest, chance: Random, seed: int) -> Any:
    mood, goal = inside(chance), chance.choice(GOALS)
    asked = {"mood": f"{mood[0]:.3f},{mood[1]:.3f}", "goal": goal.value, "seed": str(seed)}
    found = guest.call("GET", "/music/recommendations", params=asked).json()
    if len(found["items"]) != 20:
        raise RuntimeError(f"{len(found['items'])} instead of 20: {found['notes']}")
    return found


def timed(what: Callable[[], Any]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    what()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
