"""How soon a backing track is a sung song, and whether every song is as loud as asked, below the ceiling, and the same.

    python scripts/bench_song.py [--pop909 ZIP] [--songs 50] [--long] [--quick] [--json FILE]

Speed is measured on three minutes of a band, played by the house itself, by an engine that is opened anew, as a
worker's first order is. Loudness and peaks are measured in the finished file. With POP909 the rows of
bench_melody.py and bench_voice.py are added, for held-out songs. --long has fifteen minutes sung to, the most that is
taken, by a process of its own, for the time it takes and the memory it needs.
"""

import hashlib
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import soundfile
from bench_melody import figures as melody_figures
from bench_voice import voice_figures
from benching.band import band
from benching.blending_speed import MINUTES
from benching.figures import Asked, Figure, Report, arguments, close, middle
from benching.song_order import WORDS, short_backings, sung
from listening.playing import played, studio

from modules.audio.clip import RATE, Clip
from modules.audio.encoding import encode
from modules.audio.loudness import integrated_loudness
from modules.audio.peaks import true_peak
from modules.generation.engines.song import SongCard, SongSettings
from modules.score.midi import read_midi

LOUDNESS, NEAR, CEILING = -14.0, 0.5, -1.0
REPEATED = 20
LONG = 895.0
"""Seconds: what rings longer stays within fifteen minutes."""


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--pop909", type=Path, metavar="ZIP", help="the archive; without it only songs are measured")
    parser.add_argument("--songs", type=int, help="short ones (default 50, quick 6)")
    parser.add_argument("--long", action="store_true", help="fifteen minutes, too")
    parser.add_argument("--no-speed", action="store_true", help="only the short songs")
    asked = parser.parse_args()
    report = Report("a backing track in, a sung song out")
    if not asked.no_speed:
        measure_speed(report, 1 if asked.quick else 3)
    if asked.long:
        measure_long(report)
    measure_songs(report, asked.songs or (6 if asked.quick else 50))
    if asked.pop909:
        report.add(*melody_figures(asked.pop909, 6 if asked.quick else 40, 1))
        report.add(*voice_figures(asked.pop909, 3 if asked.quick else 10))
    close(report, asked)


def measure_speed(report: Report, repeats: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = band(60.0 * MINUTES)
        (Path(folder) / "band.mid").write_bytes(data)
        sound = played(read_midi(data), studio())[: 60 * MINUTES * RATE]
        encode(Clip(sound, RATE), Path(folder) / "band.mp3")
        for kind, bound in (("mp3", 75), ("mid", 30)):
            walls, spent = [], []
            for _ in range(repeats):
                begun, used = time.perf_counter(), time.process_time()
                with tempfile.TemporaryDirectory() as out:
                    sung(SongCard(SongSettings()).load(), Path(folder) / f"band.{kind}", Path(out), lyrics=WORDS[0])
                walls.append(time.perf_counter() - begun)
                spent.append(time.process_time() - used)
            report.add(middle(f"song.three_minutes.{kind}", "s", walls, Asked(bound)))
            report.add(middle(f"song.three_minutes.{kind}.processor", "s", spent))


def measure_long(report: Report) -> None:
    """In a child, whose memory is its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.mid"
        path.write_bytes(band(LONG))
        with ProcessPoolExecutor(1) as child:
            begun = time.perf_counter()
            seconds, processor, megabytes = child.submit(sung_alone, path).result()
            wall = time.perf_counter() - begun
    report.add(
        Figure("song.fifteen_minutes.mid", "s", wall, 1),
        Figure("song.fifteen_minutes.mid.processor", "s", processor, 1),
        Figure("song.fifteen_minutes.mid.memory", "MB", megabytes, 1),
        Figure("song.fifteen_minutes.mid.seconds", "s", seconds, 1),
    )


def sung_alone(path: Path) -> tuple[float, float, float]:
    """Seconds of the song, seconds of processor, and megabytes at most."""
    with tempfile.TemporaryDirectory() as out:
        work = sung(SongCard(SongSettings()).load(), path, Path(out), lyrics=WORDS[0])
    return work.seconds, time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_songs(report: Report, count: int) -> None:
    engine = SongCard(SongSettings()).load()
    loud, peaks, same = [], [], []
    for number, (data, order) in enumerate(short_backings(count)):
        with tempfile.TemporaryDirectory() as folder:
            backing = Path(folder) / "backing"
            backing.write_bytes(data)
            digests = []
            for attempt in range(2 if number < REPEATED else 1):
                out = Path(folder) / str(attempt)
                out.mkdir()
                work = sung(engine, backing, out, seed=number, **order)
                digests.append([hashlib.sha256(part.path.read_bytes()).hexdigest() for part in work.parts])
            samples, _ = soundfile.read(out / "mix.wav", always_2d=True, dtype="float32")
            loud.append(integrated_loudness(Clip(samples, RATE)))
            peaks.append(true_peak(samples))
            same += [digests[0] == digests[1]] if len(digests) > 1 else []
        print(f"{number:2d} {order['voice']:9s} {loud[-1]:6.2f} LUFS {peaks[-1]:5.2f} dBTP", flush=True)
    near = [abs(one - LOUDNESS) <= NEAR for one in loud]
    below = [one <= CEILING for one in peaks]
    report.add(
        Figure("song.loudness_kept", "", sum(near) / count, count, (min(loud), max(loud)), Asked(1.0, least=True)),
        Figure("song.peaks_kept", "", sum(below) / count, count, (min(peaks), max(peaks)), Asked(1.0, least=True)),
        Figure("song.same_bytes", "", sum(same) / len(same), len(same), asked=Asked(1.0, least=True)),
    )


if __name__ == "__main__":
    main()
