"""How well melodies fit: ours for accompaniments of POP909 beside the ones people wrote for the same songs.

    python scripts/bench_melody.py pop909.zip [--songs 86] [--played 8] [--learned] [--quick] [--json FILE]

Songs whose number ten divides, which neither the network nor hearing learned from. The melody's track is taken out;
what is left is heard, as MIDI and, for a few songs, played on one piano, and a melody is written for it. Both melodies
are then measured against the beats and chords that the set states, never against what was heard. --learned measures
songs that were learned from instead: only for development.
"""

import random
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from benching.figures import Asked, Figure, Report, arguments, close, middle
from benching.melody_likeness import Floats, Sung, met, stretches, together
from listening.playing import played, studio, wav
from listening.songs import Known, numbers, read_songs

from modules.composing.melody.wish import MelodyWish
from modules.composing.melody.writing import melody_for
from modules.composing.network import WEIGHTS, Composer, load
from modules.hearing.ears import Ears
from modules.score.score import Score

COMPARED = ("ctnctr_strong", "chord_tones_strong", "ctnctr", "pcs", "mctd", "range", "range_90", "rest")
PHRASES = ("phrase_notes", "phrase_beats")
BESIDE = ("pitch", "interval", "notes_a_bar", "note_length", "sung_bars")
STEADY = ("pause", "pause_notes")
"""What does not hang on how whoever wrote a song down held its notes: between two random halves of the learned songs,
86 each, `pause` differs by 4 % and `pause_notes` by 6, `rest` by 7 and `phrase_notes` by 10.
"""
MIDDLE = ("phrase_notes_middle", "phrase_notes_spread")
NEAR = 0.10
HELD_OUT = 86
Row = dict[str, dict[str, float]]


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("pop909", type=Path, help="the archive of POP909")
    parser.add_argument("--songs", type=int, help="how many (default all that are held out, quick 6)")
    parser.add_argument("--played", type=int, default=8, help="how many of them are also heard as sound")
    parser.add_argument("--learned", action="store_true", help="songs that were learned from: for development")
    asked = parser.parse_args()
    count = asked.songs or (6 if asked.quick else HELD_OUT)
    report = Report("melodies for accompaniments of POP909, beside people's")
    report.add(*figures(asked.pop909, count, 1 if asked.quick else asked.played, learned=asked.learned))
    report.notes.append("people: the melodies of the same songs. off: how far ours is from theirs, as a share of it.")
    report.notes.append("pauses_met: beats without a note in bars that both sing; chance: how often people's are such.")
    close(report, asked)


def figures(archive: Path, count: int, with_sound: int, *, learned: bool = False) -> list[Figure]:
    """Rows for a report: people's melodies and ours, from MIDI and from sound, and the time that it takes."""
    wanted = numbers(archive, held_out=not learned)
    if learned:
        random.Random(11).shuffle(wanted)  # noqa: S311 - the same songs every time
    ears, composer = Ears(), load(WEIGHTS / "composer.safetensors")
    songs = list(read_songs(archive, wanted[:count]))
    rows = [row for song in songs if (row := measured(song, ears, composer, sound=False)) is not None]
    found = told("midi", rows)
    if with_sound:
        random.Random(3).shuffle(songs)  # noqa: S311 - from all of the set, whose blocks were written down differently
        heard = [row for song in songs[:with_sound] if (row := measured(song, ears, composer, sound=True)) is not None]
        found += told("sound", heard)
    return found


def parted(song: Known) -> tuple[Floats, Score]:
    """(the melody as start, end and pitch in seconds, everything else)."""
    tracks = song.score.tracks
    melody = next(track for track in tracks if track.name.upper() == "MELODY")
    seconds = song.score.tempo_map.seconds([(note.start, note.end) for note in melody.notes])
    notes = np.column_stack([seconds, [note.pitch for note in melody.notes]])
    return notes, replace(song.score, tracks=tuple(track for track in tracks if track is not melody))


def measured(song: Known, ears: Ears, composer: Composer, *, sound: bool) -> Row | None:
    """Figures of one song; None where the set itself has no melody."""
    people, rest = parted(song)
    if len(people) < 16:
        return None
    source = wav(played(rest, studio())) if sound else rest
    begun, spent = time.perf_counter(), time.process_time()
    heard = ears.hear(source)
    best = melody_for(heard, MelodyWish(count=1), composer)[0]
    wall, processor = time.perf_counter() - begun, time.process_time() - spent
    ours = np.array([(note.start, note.start + note.seconds, note.pitch) for note in best.notes])
    theirs, mine = Sung(people, song), Sung(ours, song)
    sections = stretches(theirs.bars)
    filled = [mine.bars[first:last].any() for first, last in sections]
    bars = theirs.bars
    row = {
        "people": theirs.figures(),
        "ours": mine.figures(),
        "rest": {
            "sections": float(np.mean(filled)),
            "bars": float(mine.bars[bars].mean()),
            "silent": float((~mine.bars[~bars]).mean()) if (~bars).any() else 1.0,
            "wall": wall,
            "processor": processor,
            "length": heard.seconds,
            **met(theirs, mine),
        },
    }
    print(f"{song.number:03d} {wall:.1f} s, processor {processor:.1f} s; {len(ours)} notes, {len(people)} by people")
    return row


def told(kind: str, rows: list[Row]) -> list[Figure]:
    people, ours = together([row["people"] for row in rows]), together([row["ours"] for row in rows])
    found = []
    for name in (*COMPARED, *PHRASES, *STEADY, *MIDDLE, *BESIDE):
        asked = None if name in (*BESIDE, *MIDDLE) else Asked(NEAR)
        off = abs(ours[name] / people[name] - 1)
        found += [
            Figure(f"{kind}.{name}.people", "", people[name], len(rows)),
            Figure(f"{kind}.{name}.ours", "", ours[name], len(rows)),
            Figure(f"{kind}.{name}.off", "", off, len(rows), asked=asked),
        ]
    rest = [row["rest"] for row in rows]
    for name, asked in (("sections", Asked(0.95, least=True)), ("bars", None), ("silent", None)):
        values = [row[name] for row in rest]
        title = {"sections": "sections_sung", "bars": "sung_bars_met", "silent": "silent_bars_met"}[name]
        spread = (min(values), max(values))
        found.append(Figure(f"{kind}.{title}", "", float(np.mean(values)), len(rows), spread, asked))
    for name in ("precision", "recall", "chance"):
        found.append(Figure(f"{kind}.pauses_met.{name}", "", float(np.mean([row[name] for row in rest])), len(rows)))
    share = 180.0 / np.array([row["length"] for row in rest])
    bound = Asked(8.0 if kind == "midi" else 15.0)
    found.append(
        middle(f"{kind}.three_minutes", "s", (np.array([row["wall"] for row in rest]) * share).tolist(), bound)
    )
    spent = np.array([row["processor"] for row in rest]) * share
    found.append(middle(f"{kind}.three_minutes.processor", "s", spent.tolist()))
    return found


if __name__ == "__main__":
    main()
