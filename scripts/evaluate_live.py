"""How well live music follows a mood, and how smooth it stays while it does.

    python scripts/evaluate_live.py [--quick] [--rules] [--style pop ...] [--json FILE]

Streams of every style are written along two paths of moods through five minutes, a script of glides, halts and jumps
and a slow wandering through the whole circle, and heard in windows of eight bars by `affect.py`, frozen before anything
was composed. Songs of the composer, made for the moods of the script, stand beside them. Times are processor time.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from benching.figures import Asked, Figure, Report, arguments, close, percentile
from evaluating import streams
from evaluating.songs import Studio
from evaluating.streams import Stream

from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.request import PlanRequest
from modules.composing.styles.catalogue import STYLES
from modules.generation.engines.composer import WEIGHTS
from modules.live.composing.composer import LiveComposer

AROUSAL, VALENCE = Asked(0.9, least=True), Asked(0.8, least=True)


def main() -> None:
    asked = read_arguments()
    report = Report("Live music")
    composer = LiveComposer(None if asked.rules else asked.weights)
    studio = Studio(asked.weights, rules=asked.rules)
    report.notes.append(f"notes by {studio.writer.name}; {streams.SECONDS:.0f} s a stream, windows of 8 bars")
    took = []
    for style in asked.style:
        played = []
        for name, path in {"script": streams.scripted, "wandering": streams.wandering}.items():
            some = [streams.play(composer, style, seed, path) for seed in range(2 if asked.quick else asked.streams)]
            followed(report, f"live.{style}.{name}", [streams.windows(one) for one in some])
            played += some
        took += [one for stream in played for one in stream.took[1:]]
        smooth(report, f"live.{style}", played)
        beside(report, style, studio)
        print(f"... {style} measured", file=sys.stderr, flush=True)
    quick(report, took)
    close(report, asked)


def read_arguments() -> argparse.Namespace:
    parser = arguments(__doc__ or "")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="a folder of weights instead of the shipped one")
    parser.add_argument("--rules", action="store_true", help="evaluate what is written without the network")
    parser.add_argument("--style", nargs="+", choices=list(STYLES), default=list(STYLES))
    parser.add_argument("--streams", type=int, default=4, help="streams of each style")
    return parser.parse_args()


def followed(report: Report, name: str, single: list[np.ndarray]) -> None:
    """Asked and heard, over the windows of all streams; the spread is that of single streams."""
    valence, arousal = streams.agreement(np.concatenate(single))
    count = sum(map(len, single))
    each = [streams.agreement(rows) for rows in single]
    spreads = [(min(side), max(side)) for side in zip(*each, strict=True)]
    report.add(
        Figure(f"{name}.arousal", "", arousal, count, spreads[1], AROUSAL),
        Figure(f"{name}.valence", "", valence, count, spreads[0], VALENCE),
    )


def smooth(report: Report, name: str, played: list[Stream]) -> None:
    """What nobody should hear: silence, notes that hang, a melody out of range, jolts of the tempo."""
    scores = [one.score for one in played]
    tempos = [np.array([bar.tempo for bar in one.bars]) for one in played]
    glide = max(float(np.abs(np.diff(one) / one[:-1]).max()) for one in tempos)
    low, high = zip(*(streams.melody_range(score) for score in scores), strict=True)
    tones = [streams.chord_tones(score) for score in scores]
    report.add(
        Figure(f"{name}.silence", "s", max(map(streams.silence, scores)), len(scores), asked=Asked(2.0)),
        Figure(f"{name}.longest_note", "bars", max(map(streams.longest_note, scores)), len(scores), asked=Asked(2.0)),
        Figure(f"{name}.tempo_change", "%", 100 * glide, sum(map(len, tempos)), asked=Asked(3.01)),
        Figure(f"{name}.melody_span", "semitones", max(high) - min(low), len(scores), (min(low), max(high))),
        Figure(f"{name}.leaps_over_octave", "%", float(np.mean([streams.leaps(score) for score in scores]))),
        Figure(f"{name}.chord_tones", "%", float(np.mean(tones)), len(tones), (min(tones), max(tones))),
        Figure(f"{name}.largest_thread", "kB", max(one.state for one in played) / 1000, asked=Asked(40)),
    )


def beside(report: Report, style: str, studio: Studio) -> None:
    """Songs in the moods of the path."""
    path = [MoodPath.steady(valence, arousal) for _, valence, arousal in streams.SCRIPT]
    songs = studio.songs([PlanRequest(mood, STYLES[style], seconds=30) for mood in path], 9000)
    tones = [value for value in (streams.chord_tones(one.composed.score) for one in songs) if np.isfinite(value)]
    far = [streams.leaps(one.composed.score) for one in songs]
    report.add(
        Figure(f"songs.{style}.chord_tones", "%", float(np.mean(tones)), len(tones), (min(tones), max(tones))),
        Figure(f"songs.{style}.leaps_over_octave", "%", float(np.mean(far)), len(far)),
    )


def quick(report: Report, took: list[float]) -> None:
    """Processor time of one bar."""
    times = [1000 * one for one in took]
    report.add(
        Figure("bar.time", "ms", percentile(times, 50), len(times), (min(times), max(times)), Asked(80)),
        Figure("bar.time_p95", "ms", percentile(times, 95), len(times)),
        Figure("bars_a_second", "", 1000 / float(np.mean(times)), len(times)),
    )


if __name__ == "__main__":
    main()
