"""Features as people have them in files: CSV with artist, title, valence, energy, and perhaps tempo and how sure."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from models.errors import Invalid
from models.recommendation import FeatureRow
from models.track import MOST_TRACKS, SkippedRow
from modules.library.sheets import decoded, defused, delimiter_of, plain, word

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "track", "name", "trackname", "song"),
    "artist": ("artist", "artists", "artistname", "artistnames"),
    "valence": ("valence",),
    "energy": ("energy",),
    "arousal": ("arousal",),
    "tempo": ("tempo", "bpm"),
    "confidence": ("confidence",),
    "source": ("source",),
}
SPOTIFYS: Final = frozenset({"danceability", "speechiness", "acousticness", "instrumentalness", "liveness", "trackuri"})
"""Columns that only Spotify's own figures come with."""
MOST_TOLD: Final = 100
WRITTEN: Final = ("artist", "title", "valence", "arousal", "tempo", "confidence", "source")
_FORMS: Final = "Send columns artist, title and valence, with energy (all from 0 to 1) or arousal (all from -1 to 1)."


class BadFeatures(Invalid):
    code = "features.unreadable"
    title = "No table of features"


class SpotifysOwn(Invalid):
    code = "features.spotify"
    title = "Spotify's own figures"


@dataclass(frozen=True)
class Read:
    """skipped: rows that say nothing that can be kept, counted from 1, the header too."""

    rows: tuple[FeatureRow, ...]
    skipped: tuple[SkippedRow, ...]


def read_features(data: bytes, source: str = "your file") -> Read:
    """source: what rows without one are said to come from. Raises BadFeatures, SpotifysOwn."""
    text = decoded(data)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text.splitlines())))
    except csv.Error as error:
        raise BadFeatures(f"The table cannot be read: {error}.", field="body", next_step=_FORMS) from None
    header = next((at for at, row in enumerate(table) if any(cell.strip() for cell in row)), None)
    if header is None:
        raise BadFeatures("The table is empty.", field="body", next_step=_FORMS)
    columns = _columns(table[header], header + 1)
    rows, skipped = [], []
    for at, row in enumerate(table[header + 1 :], header + 2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            rows.append(_row(row, columns, source))
        except (ValueError, ValidationError) as error:
            skipped.append(SkippedRow(row=at, why=_why(error)))
    _check(rows, skipped)
    return Read(tuple(rows), tuple(skipped[:MOST_TOLD]))


def write_features(rows: Sequence[FeatureRow]) -> str:
    """What `read_features` reads again, and a spreadsheet without running any of it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(WRITTEN)
    for row in rows:
        told = (row.valence, row.energy, row.tempo, row.confidence)
        figures = ["" if one is None else one for one in told]
        writer.writerow([defused(row.artist), defused(row.title), *figures, defused(row.source)])
    return out.getvalue()


def _check(rows: Sequence[FeatureRow], skipped: Sequence[SkippedRow]) -> None:
    if len(rows) > MOST_TRACKS:
        raise BadFeatures(f"There are more than {MOST_TRACKS:,} rows.", field="body", next_step="Send it in parts.")
    if not rows:
        told = "; ".join(f"row {one.row}: {one.why}" for one in skipped[:5])
        raise BadFeatures(
            f"There is nothing in the table that can be kept. {told}".strip(),
            field="body",
            next_step=_FORMS,
            rows=[one.row for one in skipped[:MOST_TOLD]],
        )


def _columns(header: Sequence[str], row: int) -> dict[str, int]:
    words = [word(cell) for cell in header]
    if SPOTIFYS & set(words):
        raise SpotifysOwn(
            f"Row {row} names columns of Spotify's own audio features.",
            field="body",
            next_step="Spotify does not let them be kept or analysed. Bring features from another source.",
        )
    found = {}
    for name, known in NAMES.items():
        places = [words.index(one) for one in known if one in words]
        if places:
            found[name] = places[0]
    if "title" not in found or not {"valence", "energy", "arousal", "tempo"} & set(found):
        told = ", ".join(cell.strip()[:40] for cell in header[:8])
        raise BadFeatures(
            f"Row {row} has {len(header)} columns ({told}), and none for a title and what it feels like.",
            field="body",
            next_step=_FORMS,
            rows=[row],
        )
    return found


def _row(row: Sequence[str], columns: Mapping[str, int], source: str) -> FeatureRow:
    cells = {name: plain(row[at]) for name, at in columns.items() if at < len(row)}
    circle = "arousal" in columns
    told: dict[str, Any] = {"title": cells.get("title", ""), "artist": cells.get("artist", "")}
    told["valence"] = _number(cells, "valence", scaled=not circle)
    told["energy"] = _number(cells, "arousal" if circle else "energy", scaled=not circle)
    told["tempo"] = _number(cells, "tempo")
    told["source"] = cells.get("source") or source
    confidence = _number(cells, "confidence")
    if all(told[name] is None for name in ("valence", "energy", "tempo")):
        raise ValueError("it says nothing about the track")
    return FeatureRow(**told, **({} if confidence is None else {"confidence": confidence}))


def _number(cells: Mapping[str, str], name: str, *, scaled: bool = False) -> float | None:
    """None where nothing is said. scaled: from 0..1 to the circle's -1..1."""
    text = cells.get(name, "").replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{name} is {text[:40]!r}, no number") from None
    if scaled and not 0 <= value <= 1:
        raise ValueError(f"{name} is {value:g}, not from 0 to 1")
    return round(2 * value - 1, 6) if scaled else value


def _why(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    return f"{first['loc'][0]}: {first['msg']}"
