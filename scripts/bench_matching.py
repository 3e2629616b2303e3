"""Measure the matching of tracks to a collection: right and wrong by level, and how fast, at the size of all of Lakh.

    python scripts/bench_matching.py --collection ../shared/data/names/clean_midi.txt.gz
    python scripts/bench_matching.py --collection NAMES_OR_INDEX --tracks tracks.tsv --truth truth.tsv

Without --tracks the questions are made from the collection's own real names (seed 20): a fifth of the songs is taken
out first; the others are asked for as `scripts/benching/misspelling.py` writes them, what was taken out must not be
found. Half of the songs (--half development) was looked at while the matcher was built; the figures are those of the
other half. With --tracks: TSV with a header and the columns id, title and artist; --truth: TSV with the columns id,
level (exact, version, artist, neighbour, none) and md5, the files that are right, several with spaces (empty: any).

recall: of the tracks whose song is there, those found as exact or version with the right song. exact.precision: of
what is called exact, what is the right song; the same for the other levels. level_as_expected: of the songs found,
those at the very level expected. Speed is measured on 176,581 names: the collection's and made-up ones.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benching import questions
from benching.figures import Asked, Figure, Report, arguments, close, middle, share
from benching.misspelling import CHANGES, made_up
from benching.questions import SEED, Question

from models.track import MatchLevel, Track
from modules.matching.entries import Entry
from modules.matching.index import MidiIndex
from modules.matching.indexing import build_arrays
from modules.matching.matcher import Matcher
from modules.matching.matching import BUNDLED
from modules.matching.packing import write_arrays

NAMES = Path(__file__).resolve().parents[2] / "shared" / "data" / "names" / "clean_midi.txt.gz"
ALL_OF_LAKH = 176_581
FOUND = {MatchLevel.EXACT, MatchLevel.VERSION}
MEMORY = """
import json, sys
from pathlib import Path
from models.track import Track
from modules.matching.index import MidiIndex
from modules.matching.matcher import Matcher

def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024

before = peak()
matcher = Matcher(MidiIndex.open(Path(sys.argv[1])))
for name, artist in json.load(sys.stdin):
    matcher.find(Track(name=name, artist=artist))
print(before, peak())
"""
"""Run in a process of its own: MB at most, before the index is opened and after all questions."""


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--collection", type=Path, help="a list of names, or an index (default: the names, if there)")
    parser.add_argument("--tracks", type=Path, help="TSV of tracks to look for")
    parser.add_argument("--truth", type=Path, help="TSV of what is right to say")
    parser.add_argument("--half", choices=("evaluation", "development"), default="evaluation")
    parser.add_argument("--lists", type=Path, help="the folder with cal10k, uspop2002 and spotify_tracks, if there")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="also print so many mistakes of each kind")
    asked = parser.parse_args()
    if (asked.tracks is None) != (asked.truth is None):
        parser.error("--tracks and --truth belong together")
    collection: Path = asked.collection or (NAMES if NAMES.is_file() else BUNDLED)
    report = Report(f"matching against {collection.name}")
    if asked.tracks:
        matcher = Matcher(MidiIndex.open(collection))
        measure(matcher, questions.read(asked.tracks, asked.truth), report, asked.errors)
    else:
        entries = questions.entries_of(collection)
        measure_made(entries, asked.half, 60 if asked.quick else 300, report, asked.errors)
        if asked.lists:
            everything = Matcher(MidiIndex.open(collection))
            measure(everything, questions.labelled(asked.lists), report, asked.errors, "real.")
        measure_speed(entries, 30_000 if asked.quick else ALL_OF_LAKH, report)
    close(report, asked)


def measure_made(entries: list[Entry], half: str, each: int, report: Report, errors: int) -> None:
    known, gone = questions.taken_out(questions.halved(entries, half))
    matcher = Matcher(MidiIndex(build_arrays(known), {"name": half}, None))
    measure(matcher, questions.made(known, gone, each), report, errors)
    report.notes.append(f"{len(known):,} files searched, {half} half; questions are made with seed {SEED}.")


def measure(matcher: Matcher, asked: Sequence[Question], report: Report, errors: int, of: str = "") -> None:
    """Right and wrong. A song that is found as another level than expected is found all the same."""
    answers = [Answer(one, *_answer(matcher, one)) for one in asked]
    there = [one for one in answers if one.question.there]
    report.add(_share(f"{of}recall", [one.found for one in there], Asked(0.97, least=True)))
    labelled = {one.question.level for one in answers}
    for level in (MatchLevel.EXACT, MatchLevel.VERSION, MatchLevel.ARTIST):
        if level.value not in labelled:
            continue
        said = [one.right for one in answers if one.level is level]
        meant = [one.found for one in answers if one.question.level == level.value]
        bound = Asked(0.99, least=True) if level is MatchLevel.EXACT else None
        report.add(_share(f"{of}{level.value}.precision", said, bound), _share(f"{of}{level.value}.recall", meant))
    report.add(_share(f"{of}level_as_expected", [one.expected for one in there if one.found]))
    for kind in dict.fromkeys(one.question.kind for one in answers):
        mine = [one for one in answers if one.question.kind == kind]
        name = kind.replace(",", "").replace(" ", "_").lower()
        if mine[0].question.there:
            report.add(_share(f"{of}found.{name}", [one.found for one in mine]))
        else:
            report.add(_share(f"{of}not_claimed.{name}", [one.level not in FOUND for one in mine]))
    if errors:
        _tell_errors(matcher, answers, errors)


@dataclass(frozen=True)
class Answer:
    """right: whether what was said is so."""

    question: Question
    level: MatchLevel
    right: bool

    @property
    def found(self) -> bool:
        """As it should be, or more surely."""
        enough = FOUND if self.question.there else {MatchLevel(self.question.level)}
        return self.right and self.level in enough

    @property
    def expected(self) -> bool:
        return self.level.value == self.question.level


def _answer(matcher: Matcher, one: Question) -> tuple[MatchLevel, bool]:
    found = matcher.find(Track(name=one.title, artist=one.artist))
    level = found.verdict.level
    if found.file is None:
        return level, not one.there
    files = matcher.index.files_of(matcher.index.song_of(found.file))
    agrees = not one.right or bool({matcher.index.file(file).digest for file in files} & one.right)
    if level in FOUND:
        return level, one.there and agrees
    return level, agrees if one.level == "artist" else not one.there


def _share(name: str, good: Sequence[bool], asked: Asked | None = None) -> Figure:
    return Figure(name, "", round(sum(good) / len(good), 4) if good else float("nan"), len(good), None, asked)


def _tell_errors(matcher: Matcher, answers: Sequence[Answer], most: int) -> None:
    told: dict[str, int] = {}
    for answer in answers:
        one = answer.question
        if answer.right and (answer.found or not one.there):
            continue
        told[one.kind] = told.get(one.kind, 0) + 1
        if told[one.kind] <= most:
            found = matcher.find(Track(name=one.title, artist=one.artist))
            song = matcher.index.song(matcher.index.song_of(found.file)) if found.file is not None else None
            there = f"{song.artist} | {song.title} ({', '.join(found.verdict.evidence)})" if song else "nothing"
            print(f"{one.kind}: {one.artist} | {one.title} -> {answer.level.value}: {there}")


def measure_speed(real: list[Entry], size: int, report: Report) -> None:
    chance = random.Random(SEED)  # noqa: S311 - no secret
    names = [(one.title, one.artist) for one in real]
    more = made_up(names, max(size - len(real), 0), chance)
    extra = [Entry(artist, title, f"{k}.mid", k.to_bytes(16, "little")) for k, (title, artist) in enumerate(more)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.midx"
        begun = time.perf_counter()
        write_arrays(path, build_arrays([*real, *extra]), {"name": "names", "root": None})
        built = time.perf_counter() - begun
        asked = [change(chance.choice(names), chance) for _, change in CHANGES.values() for _ in range(50)]
        asked += made_up(names, 300, chance)
        chance.shuffle(asked)
        seconds = _each(Matcher(MidiIndex.open(path)), asked)
        batches = [sum(seconds[at : at + 50]) for at in range(50, len(seconds) - 49, 50)]
        memory = _memory(path, asked)
        report.add(
            Figure("speed.build", "s", built, asked=Asked(300)),
            Figure("speed.index", "MB", path.stat().st_size / 1e6),
            share("speed.track_p95", "ms", [1000 * one for one in seconds], 95, Asked(20)),
            middle("speed.track_p50", "ms", [1000 * one for one in seconds]),
            middle("speed.fifty_tracks", "s", batches, Asked(0.5)),
            Figure("memory.process", "MB", memory[1], asked=Asked(120)),
            Figure("memory.before_it_is_opened", "MB", memory[0]),
        )
        report.notes.append(f"Speed and memory: {len(real) + len(extra):,} names, {len(asked):,} tracks.")


def _each(matcher: Matcher, asked: Sequence[tuple[str, str]]) -> list[float]:
    seconds = []
    for name, artist in asked:
        track = Track(name=name, artist=artist)
        begun = time.perf_counter()
        matcher.find(track)
        seconds.append(time.perf_counter() - begun)
    return seconds


def _memory(path: Path, asked: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """MB at most, in a process of its own: before the index is opened, and after all questions."""
    import json

    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-c", MEMORY, str(path)]
    told = subprocess.run(command, input=json.dumps(asked), cwd=root, capture_output=True, text=True, check=True)
    before, after = map(float, told.stdout.split())
    return before, after


if __name__ == "__main__":
    main()
