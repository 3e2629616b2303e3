"""How well faces are found in photos, and how often the emotion that people expect is among the two likeliest."""

import argparse
import csv
import statistics
import time
import zipfile
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benching.figures import Asked, Figure, Report, middle
from models.errors import Invalid
from models.reading import Reading
from modules.mood.detectors.face.detector import FaceDetector
from modules.mood.pictures import opened
from modules.mood.readers import read_photo

LARGEST = 40_000_000


class Photo(NamedTuple):
    """A row of labels.tsv: `expected` names one emotion, several divided by |, or none; a question mark is a doubt."""

    file: str
    expected: tuple[str, ...]
    doubtful: bool
    faces: int
    data: bytes


Rows = list[tuple[Photo, Reading | None]]


def photos(asked: argparse.Namespace, report: Report) -> None:
    """What `bench_mood.py photos` measures."""
    detector = FaceDetector()
    detector.warm()
    times: list[float] = []
    rows = [(photo, _read(detector, photo.data, times)) for photo in _photos(asked.data)]
    report.add(*_finding(rows), *_telling(rows), middle("photo_milliseconds", "ms", times))
    report.notes.append("A photo whose label has a question mark counts for faces_found, not for top1 and top2.")
    report.notes.append(
        "A face that was not found counts as a wrong answer; milliseconds: from bytes to answer, no HTTP."
    )
    report.notes += [_told(photo, reading) for photo, reading in rows]


def _finding(rows: Rows) -> list[Figure]:
    shown = [(photo, reading) for photo, reading in rows if photo.faces]
    nobody = [reading is not None for photo, reading in rows if not photo.faces]
    counts = [photo.faces == len(reading.boxes) for photo, reading in shown if reading]
    return [
        _figure("faces_found", [reading is not None for _, reading in shown], Asked(0.95, least=True)),
        Figure("false_faces", "", sum(nobody), len(nobody), asked=Asked(0)),
        _figure("right_count_of_faces", counts),
    ]


def _telling(rows: Rows) -> list[Figure]:
    clear = [(photo, reading) for photo, reading in rows if photo.faces and not photo.doubtful]
    return [
        _figure("top2", [_ranked(photo, reading, 2) for photo, reading in clear], Asked(0.75, least=True)),
        _figure("top1", [_ranked(photo, reading, 1) for photo, reading in clear]),
        _figure("certain", [reading.certain for _, reading in rows if reading]),
    ]


def _figure(name: str, values: list[bool], asked: Asked | None = None) -> Figure:
    return Figure(name, "", statistics.fmean(values) if values else float("nan"), len(values), asked=asked)


def _photos(archive: Path) -> list[Photo]:
    with zipfile.ZipFile(archive) as files:
        names = {Path(name).name: name for name in files.namelist()}
        lines = files.read(names["labels.tsv"]).decode("utf-8").splitlines()
        return [_photo(row, files.read(names[row["file"]])) for row in csv.DictReader(lines, delimiter="\t")]


def _photo(row: dict[str, str], data: bytes) -> Photo:
    expected = tuple(row["expected"].replace("?", "").split("|"))
    return Photo(row["file"], expected, "?" in row["expected"], int(row["n_faces"]), data)


def _read(detector: FaceDetector, data: bytes, times: list[float]) -> Reading | None:
    begun = time.perf_counter()
    try:
        return read_photo(detector, partial(opened, largest_pixels=LARGEST), data)
    except Invalid:
        return None
    finally:
        times.append((time.perf_counter() - begun) * 1000)


def _ranked(photo: Photo, reading: Reading | None, places: int) -> bool:
    if reading is None:
        return False
    likeliest = sorted(reading.emotions, key=lambda name: -reading.emotions[name])[:places]
    return any(name in likeliest for name in photo.expected)


def _told(photo: Photo, reading: Reading | None) -> str:
    if reading is None:
        return f"{photo.file}: no face; expected {'|'.join(photo.expected)}"
    likeliest = sorted(reading.emotions.items(), key=lambda pair: -pair[1])[:3]
    said = ", ".join(f"{name} {share:.2f}" for name, share in likeliest)
    return f"{photo.file}: {said}; expected {'|'.join(photo.expected)}{' (in doubt)' if photo.doubtful else ''}"
