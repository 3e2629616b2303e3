"""How long a blend takes: two recordings, two MIDI files, and the decoding of every format beside ffmpeg's."""

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from listening.playing import played, studio

from benching.band import band
from benching.blend_order import made
from benching.figures import Asked, Figure, Report, middle
from modules.audio.clip import RATE, Clip
from modules.audio.decoding import decode_audio
from modules.audio.encoding import encode
from modules.generation.engines.blend import Blend, BlendSettings
from modules.score.changes import faster, transpose
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi
from modules.score.score import Score

MINUTES = 3
CODEC_RATE = 24_000
FORMATS = ("mp3", "m4a", "flac", "ogg", "wav")
_CHUNK = 1 << 20


def songs() -> tuple[Score, Score]:
    """Three minutes of a band, and the same in another key and faster, for as long."""
    first = read_midi(band(60.0 * MINUTES))
    second = faster(transpose(read_midi(band(75.0 * MINUTES)), 4), 1.25)
    return first, second


def measure_speed(report: Report, repeats: int, ffmpeg: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, two = songs()
        clips = []
        for name, score in (("a", one), ("b", two)):
            (Path(folder) / f"{name}.mid").write_bytes(write_midi(score))
            clips.append(Clip(played(score, studio())[: 60 * MINUTES * RATE], RATE))
            encode(clips[-1], Path(folder) / f"{name}.mp3")
        for kind, bound in (("mp3", 25), ("mid", 5)):
            report.add(*_timed(Path(folder), kind, repeats, bound))
        _decoding(Path(folder), clips[0], report, repeats, ffmpeg)


def _timed(folder: Path, kind: str, repeats: int, bound: float) -> list[Figure]:
    """By an engine that is opened anew each time, as a worker's first order is."""
    walls, processor = [], []
    for _ in range(repeats):
        begun, spent = time.perf_counter(), time.process_time()
        made(Blend(BlendSettings()).load(), folder / f"a.{kind}", folder / f"b.{kind}")
        walls.append(time.perf_counter() - begun)
        processor.append(time.process_time() - spent)
    name = f"two_{'midi' if kind == 'mid' else kind}_to_16_s"
    return [middle(name, "s", walls, Asked(bound)), middle(f"{name}.processor", "s", processor)]


def _decoding(folder: Path, clip: Clip, report: Report, repeats: int, given: str | None) -> None:
    ffmpeg = given or shutil.which("ffmpeg")
    if ffmpeg is None:
        report.notes.append("No ffmpeg here, so nothing to compare decoding with: install it, or name it by --ffmpeg.")
    for kind in FORMATS:
        path = folder / f"song.{kind}"
        encode(clip, path)
        ours, theirs = [], []
        for _ in range(repeats):
            ours.append(_seconds(lambda path=path: decode_audio(path, CODEC_RATE, mono=True)))
            if ffmpeg:
                theirs.append(_seconds(lambda path=path: _by_ffmpeg(ffmpeg, path)))
        report.add(middle(f"decode.{kind}", "s", ours))
        if theirs:
            ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
            report.add(middle(f"decode.{kind}.of_ffmpeg", "", ratios, Asked(1.0)))
            report.notes.append(f"ffmpeg: {kind} {statistics.median(theirs):.2f} s.")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _by_ffmpeg(ffmpeg: str, path: Path) -> None:
    command = [ffmpeg, "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(CODEC_RATE), "-f", "f32le", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        while running.stdout is not None and running.stdout.read(_CHUNK):
            pass
