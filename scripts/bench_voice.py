"""How well the house singer keeps to its notes, how soon it begins them, and whether its words are understood.

    python scripts/bench_voice.py --pop909 ZIP [--tunes 10] [--quick] [--json FILE]

The first 22 seconds of the vocal line of held-out POP909 songs, with words written for this, sung by soprano, alto,
tenor and bass in turn. What is meant by pitch stands in benching/sung_ear.py, what by recovered in
benching/sung_words.py. When vowels begin is told by four ears: two of benching/sung_ear.py, librosa's onsets, and one
that was taught (benching/sung_taught.py). Each is heard first where it is known when vowels begin
(benching/sung_known.py), and its own error is printed; the singer is asked to please those that are right there.
"""

import hashlib
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from benching.figures import Asked, Figure, Report, arguments, close, middle, share
from benching.sung_ear import heard, pitch_errors
from benching.sung_ears import Ear, calibrated, ears
from benching.sung_tunes import placed, tunes
from benching.sung_words import WORDS, Recogniser, by_line, plain_voice

from modules.audio.clip import Clip, never
from modules.voice.voices import VOICES
from modules.voice.words.setting import Setting, set_words
from modules.voice.world.singer import WorldSinger

SINGERS = ("soprano", "alto", "tenor", "bass")


@dataclass
class Rows:
    pitch: list[float] = field(default_factory=list)
    begins: dict[str, list[float]] = field(default_factory=dict)
    pace: list[float] = field(default_factory=list)
    same: list[bool] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    words: dict[str, list[tuple[int, int, int]]] = field(default_factory=lambda: {"sung": [], "plain": []})


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--pop909", type=Path, metavar="ZIP", required=True, help="the archive with MIDI and texts")
    parser.add_argument("--tunes", type=int, help="how many (default 10, quick 3)")
    asked = parser.parse_args()
    count = asked.tunes or (3 if asked.quick else 10)
    report = Report(f"singing {count} held-out tunes of POP909")
    report.add(*voice_figures(asked.pop909, count))
    close(report, asked)


def voice_figures(archive: Path, count: int) -> list[Figure]:
    """The rows about the voice, also for the benchmark of whole songs."""
    rows, recogniser, listening = Rows(), Recogniser(), ears()
    own, trusted = calibrated(listening)
    verses = WORDS.strip().split("\n\n")
    for at, (number, melody) in enumerate(tunes(archive, count)):
        voice = VOICES[SINGERS[at % len(SINGERS)]]
        setting = set_words(verses[at % len(verses)], placed(melody, voice), "en-us")
        print(f"{number:03d} {voice.name}: {measured(setting, voice.name, rows, recogniser, listening)}", flush=True)
    return [*figures(rows, trusted or set(listening)), *own]


def measured(setting: Setting, name: str, rows: Rows, recogniser: Recogniser, listening: dict[str, Ear]) -> str:
    clip, spent = sung(setting, name)
    again, _ = sung(setting, name)
    rows.same.append(digest(clip) == digest(again))
    rows.pace.append(spent / clip.seconds)
    rows.peaks.append(float(np.abs(clip.samples).max()))
    sound = heard(clip)
    pitch = pitch_errors(sound, setting.notes)
    rows.pitch += pitch
    begins = {ear: np.array(errors(sound, setting.notes)) for ear, errors in listening.items()}
    for ear, off in begins.items():
        rows.begins.setdefault(ear, []).extend(np.abs(off).tolist())
    words = by_line(setting, clip, recogniser), by_line(setting, plain_voice(setting), recogniser)
    for kind, found in zip(("sung", "plain"), words, strict=True):
        rows.words[kind].append(found)
    cents = np.mean(np.array(pitch) <= 25)
    told = ", ".join(
        f"{ear} p90 {np.percentile(np.abs(off), 90):.0f} ms (middle {np.median(off):.0f})"
        for ear, off in begins.items()
    )
    return f"{len(pitch)} notes, {cents:.0%} within 25 cents, {told}, words {words}"


def sung(setting: Setting, name: str) -> tuple[Clip, float]:
    """The clip and the processor's seconds, by a singer that has not sung before."""
    begun = time.process_time()
    clip = WorldSinger(VOICES[name]).sing(setting.notes, seed=7, report=lambda _done, _note: None, check=never)
    return clip, time.process_time() - begun


def digest(clip: Clip) -> str:
    return hashlib.sha256(clip.samples.tobytes()).hexdigest()


def figures(rows: Rows, trusted: set[str]) -> list[Figure]:
    pitch = np.array(rows.pitch)
    made = [
        Figure("voice.within_50_cents", "", float(np.mean(pitch <= 50)), len(pitch), asked=Asked(0.97, least=True)),
        Figure("voice.within_25_cents", "", float(np.mean(pitch <= 25)), len(pitch), asked=Asked(0.90, least=True)),
        middle("voice.cents_off", "cents", [cents for cents in rows.pitch if np.isfinite(cents)]),
        *(
            share(f"voice.{ear}_p90", "ms", off, 90, Asked(30) if ear in trusted else None)
            for ear, off in rows.begins.items()
        ),
        middle("voice.pace", "s/s", rows.pace, Asked(0.3)),
        Figure("voice.same_bytes", "", float(np.mean(rows.same)), len(rows.same), asked=Asked(1.0, least=True)),
        middle("voice.peak", "", rows.peaks, Asked(0.999)),
    ]
    plain = recovered_share(rows.words["plain"])
    made.append(
        Figure("voice.words_recovered", "", recovered_share(rows.words["sung"]), asked=Asked(plain, least=True))
    )
    made.append(Figure("voice.words_recovered_plain", "", plain))
    for kind, counts in rows.words.items():
        invented = sum(found[2] for found in counts) / sum(found[0] for found in counts)
        made.append(Figure(f"voice.words_invented_{kind}", "", invented))
    return made


def recovered_share(counts: list[tuple[int, int, int]]) -> float:
    return sum(found for _, found, _ in counts) / sum(written for written, _, _ in counts)


if __name__ == "__main__":
    main()
