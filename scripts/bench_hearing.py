"""How well a piece is heard: tempo, key, chords, beats and notes of sound whose score is known, and how fast.

    python scripts/bench_hearing.py [--pop909 ZIP] [--songs 50] [--voices 80 --bands ZIP ZIP] [--quick] [--json FILE]

Songs of POP909 whose number ten divides, which nothing in hearing was fitted to, are played by the house's own band as
they are (one piano), written as a WAV of 16 bits, and heard. Tempo, beats and chords are held against what the set
says of the MIDI (`beat_midi.txt`, `chord_midi.txt`), the key against `key_audio.txt`, notes against the MIDI itself.
basic-pitch's own way from the same network's output to notes stands beside ours.

With --voices, 160 mixes of so many stretches of 12 s are heard, half of them sung: by voices, in languages, over songs
and on instruments that nothing was fitted to (and --bands, the last tenth of archives of pieces for many instruments).
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from benching.band import band
from benching.figures import Asked, Figure, Report, arguments, close, middle
from listening import measuring
from listening.overhearing import overheard
from listening.playing import excerpt, played, studio, wav
from listening.songs import Known, numbers, read_songs
from listening.throats import Sources

from modules.audio.clip import RATE, Clip
from modules.audio.encoding import encode
from modules.audio.rendering import Studio
from modules.hearing.ears import Ears, hear
from modules.score.midi import read_midi
from modules.score.score import Score, Track
from modules.score.tempo import TICKS

SECONDS = 180.0
TRANSCRIBED = 15
"""Songs whose notes are compared: basic-pitch's own way takes longer than all the rest."""


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument(
        "--pop909", type=Path, metavar="ZIP", help="the archive with MIDI and texts; without it only speed is measured"
    )
    parser.add_argument("--songs", type=int, help="how many (default 50, quick 6)")
    parser.add_argument("--voices", type=int, default=0, help="how many stretches are sung over (default none)")
    parser.add_argument("--bands", type=Path, nargs="*", default=[], metavar="ZIP", help="pieces for many instruments")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="keep what was played there")
    asked = parser.parse_args()
    players, ears = studio(), Ears()
    if asked.pop909 is None:
        report = Report("hearing a band's minute, three times over")
        measure_speed(lengthened(read_midi(band())), players, report)
        close(report, asked)
        return
    wanted = numbers(asked.pop909, held_out=True)[: asked.songs or (6 if asked.quick else 50)]
    report = Report(f"hearing {len(wanted)} held-out songs of POP909, played on one piano")
    rows: list[dict[str, float]] = []
    for song in read_songs(asked.pop909, wanted):
        rows.append(measured(song, players, ears, asked.cache, with_notes=len(rows) < TRANSCRIBED))
    tell(report, rows)
    if asked.voices:
        with tempfile.TemporaryDirectory() as scratch:
            work = (asked.cache or Path(scratch)) / "voices"
            report.add(*overheard(Sources(asked.pop909, asked.bands, work), asked.voices, players))
    measure_speed(excerpt(next(read_songs(asked.pop909, wanted)), 0.0, SECONDS).score, players, report)
    close(report, asked)


def measured(song: Known, players: Studio, ears: Ears, cache: Path | None, *, with_notes: bool) -> dict[str, float]:
    """Every figure of one song."""
    sound = sounded(song, players, cache)
    begun, spent = time.perf_counter(), time.process_time()
    heard = ears.hear(sound)
    wall, processor = time.perf_counter() - begun, time.process_time() - spent
    figures = measuring.compared(song, heard)
    figures |= measuring.transcribed(song, sound, heard) if with_notes else {}
    figures |= {"seconds": wall, "processor": processor, "length": heard.seconds}
    told = ", ".join(f"{name} {value:.2f}" for name, value in figures.items())
    print(f"{song.number:03d}: {song.tempo:.1f} heard {heard.time.tempo:.1f}; {told}", flush=True)
    return figures


def sounded(song: Known, players: Studio, cache: Path | None) -> bytes:
    kept = cache / f"{song.number:03d}.wav" if cache else None
    if kept and kept.exists():
        return kept.read_bytes()
    data = wav(played(song.score, players))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
    return data


def tell(report: Report, rows: list[dict[str, float]]) -> None:
    bounds = {
        "tempo.octave_tolerant": 0.95,
        "tempo.strict": 0.75,
        "key": 0.75,
        "chords.majmin": 0.78,
        "beats.f1": 0.90,
    }
    names = [*bounds, "chords.sevenths", "downbeats.f1", "metre", "notes.f1", "notes.f1_basic_pitch", "melody.f1"]
    for name in names:
        values = [row[name] for row in rows if name in row]
        bound = Asked(bounds[name], least=True) if name in bounds else None
        report.add(Figure(name, "", float(np.mean(values)), len(values), (min(values), max(values)), bound))
    report.add(middle("seconds_a_track", "s", [row["seconds"] for row in rows]))
    report.add(middle("processor_seconds_a_track", "s", [row["processor"] for row in rows]))
    report.add(middle("length_of_a_track", "s", [row["length"] for row in rows]))


def lengthened(score: Score) -> Score:
    """The same again and again, until it is long enough."""
    bar = 4 * TICKS
    length = -(-score.end // bar) * bar
    times = range(-(-int(SECONDS) // int(score.tempo_map.seconds(length))))

    def again(track: Track) -> Track:
        notes = [
            note._replace(start=note.start + k * length, end=note.end + k * length)
            for k in times
            for note in track.notes
        ]
        return replace(track, notes=tuple(notes))

    return score.with_tracks(again)


def measure_speed(score: Score, players: Studio, report: Report) -> None:
    """Three minutes of mp3, opened anew, by a process that has heard before."""
    mix = played(score, players)[: round(SECONDS * RATE)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song.mp3"
        encode(Clip(mix, RATE), path)
        walls, processor = [], []
        for _ in range(3):
            begun, spent = time.perf_counter(), time.process_time()
            hear(path)
            walls.append(time.perf_counter() - begun)
            processor.append(time.process_time() - spent)
        memory = memory_of(path)
    report.add(middle("three_minutes_of_mp3", "s", walls, Asked(10)))
    report.add(middle("three_minutes_of_mp3.processor", "s", processor))
    report.add(Figure("memory.most", "MB", memory, asked=Asked(1000)))


def memory_of(path: Path) -> float:
    """The most that a process of its own takes to hear a file, in MB, Python and all."""
    code = (
        "import sys, pathlib\n"
        "from modules.hearing.ears import hear\n"
        "hear(pathlib.Path(sys.argv[1]))\n"
        "told = pathlib.Path('/proc/self/status').read_text()\n"
        "print(int(told.partition('VmHWM:')[2].split()[0]) / 1024)"
    )
    root = Path(__file__).resolve().parents[1]
    told = subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, capture_output=True, text=True, check=True)
    return float(told.stdout)


if __name__ == "__main__":
    main()
