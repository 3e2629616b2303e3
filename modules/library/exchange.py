"""Lists of songs as people have them: Exportify's CSV, plain `artist,title`, and lines of `Artist - Title`."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from models.errors import Invalid
from models.track import MOST_TRACKS, SkippedRow, Track
from modules.library.sheets import decoded, defused, delimiter_of, plain, word

TITLES: Final = (
    *("trackname", "track", "title", "name", "song", "songname", "songtitle", "tracktitle"),
    *("titel", "songtitel", "titre", "titolo", "titulo", "ttulo"),
)
ARTISTS: Final = (
    *("artistnames", "artistname", "artist", "artists", "albumartistnames", "performer"),
    *("kunstler", "knstler", "kuenstler", "interpret", "artiste", "artista"),
)
IDS: Final = ("trackuri", "spotifyid", "spotifyuri", "trackid", "uri", "trackurl", "url")
COLUMNS: Final = ("Track URI", "Track Name", "Artist Name(s)")
"""Written as Exportify calls them, so that other programs find them too."""
MOST_TOLD: Final = 100
_DASH: Final = re.compile(r"\s+[-\u2013\u2014]\s+")
_NUMBERED: Final = re.compile(r"^\s*\d{1,5}[.)]\s+")
_FORMS: Final = (
    "Send columns named artist and title (or Exportify's), two columns artist,title, or lines Artist - Title."
)


class BadList(Invalid):
    code = "tracks.unreadable"
    title = "No list of tracks"


@dataclass(frozen=True)
class Listed:
    """tracks: in the order of the file. rows: where each stands, counted from 1. skipped: the rest, with reasons."""

    tracks: tuple[Track, ...]
    rows: tuple[int, ...]
    skipped: tuple[SkippedRow, ...]


def read_list(data: bytes) -> Listed:
    """Whatever the encoding, the delimiter and the names of the columns. Raises BadList, naming rows."""
    text = decoded(data)
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise _empty()
    if _dashed(lines):
        return _collected(_from_dashes(lines))
    delimiter = delimiter_of(lines)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise BadList(f"The list cannot be read: {error}.", field="body", next_step=_FORMS) from None
    return _collected(_from_columns(rows))


def write_list(tracks: Sequence[Track]) -> str:
    """What `read_list` reads again, and a spreadsheet: cells that it would take for formulas are defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for track in tracks:
        uri = f"spotify:track:{track.spotify_id}" if track.spotify_id else ""
        writer.writerow([uri, defused(track.name), defused(track.artist)])
    return out.getvalue()


def _empty() -> BadList:
    return BadList("The list is empty.", field="body", next_step=_FORMS)


def _dashed(lines: Sequence[str]) -> bool:
    """Most lines say Artist - Title, and the first is no header."""
    filled = [line for line in lines if line.strip()]
    dashes = sum(_DASH.search(line) is not None for line in filled)
    header = any(word(cell) in (*TITLES, *ARTISTS) for cell in re.split(r"[,;\t|]", filled[0]))
    return dashes > len(filled) / 2 and not header and not all("," in line or ";" in line for line in filled)


def _from_dashes(lines: Sequence[str]) -> Iterator[tuple[int, str, str, str]]:
    for row, line in enumerate(lines, 1):
        if line.strip():
            artist, *title = _DASH.split(_NUMBERED.sub("", line.strip()), maxsplit=1)
            yield row, title[0] if title else "", artist, ""


def _from_columns(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, str, str, str]]:
    first = next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if first is None:
        raise _empty()
    title, artist, uri = _columns(rows[first], first + 1)
    headed = _is_header(rows[first])
    for at in range(first + headed, len(rows)):
        row = rows[at]
        if any(cell.strip() for cell in row):
            yield at + 1, _cell(row, title), _cell(row, artist), _cell(row, uri)


def _is_header(row: Sequence[str]) -> bool:
    return any(word(cell) in TITLES for cell in row) and any(word(cell) in ARTISTS for cell in row)


def _columns(header: Sequence[str], row: int) -> tuple[int, int, int | None]:
    names = [word(cell) for cell in header]
    if _is_header(header):
        uri = _first(names, IDS)
        return _first(names, TITLES) or 0, _first(names, ARTISTS) or 0, uri
    if len(names) == 2 and not {*names} & {*TITLES, *ARTISTS, *IDS} and all(cell.strip() for cell in header):
        return 1, 0, None
    told = ", ".join(cell.strip()[:40] for cell in header[:8])
    raise BadList(
        f"Row {row} has {len(header)} columns ({told}), and none is called artist and title.",
        field="body",
        next_step=_FORMS,
        rows=[row],
    )


def _first(names: Sequence[str], known: Sequence[str]) -> int | None:
    """The column with the best of the known names."""
    return next((names.index(name) for name in known if name in names), None)


def _collected(found: Iterator[tuple[int, str, str, str]]) -> Listed:
    tracks, rows, skipped = [], [], []
    for row, title, artist, uri in found:
        try:
            tracks.append(_track(title, artist, uri))
            rows.append(row)
        except ValidationError as error:
            skipped.append(SkippedRow(row=row, why=_why(error)))
        if len(tracks) > MOST_TRACKS:
            raise BadList(f"There are more than {MOST_TRACKS:,} tracks.", field="body", next_step="Send it in parts.")
    if not tracks:
        told = "; ".join(f"row {one.row}: {one.why}" for one in skipped[:5])
        raise BadList(
            f"There is no track in the list. {told}".strip(),
            field="body",
            next_step=_FORMS,
            rows=[one.row for one in skipped[:MOST_TOLD]],
        )
    return Listed(tuple(tracks), tuple(rows), tuple(skipped[:MOST_TRACKS]))


def _track(title: str, artist: str, uri: str) -> Track:
    """An id that is none of Spotify's tracks, such as a local file's, is left out."""
    try:
        return Track(name=title, artist=artist, spotify_id=uri or None)
    except ValidationError as error:
        if {one["loc"][0] for one in error.errors()} != {"spotify_id"}:
            raise
        return Track(name=title, artist=artist)


def _why(error: ValidationError) -> str:
    first = error.errors()[0]
    what = {"name": "the title", "artist": "the artist"}.get(str(first["loc"][0]), str(first["loc"][0]))
    told: dict[str, Callable[[], str]] = {
        "string_too_short": lambda: f"{what} is missing",
        "string_too_long": lambda: f"{what} is too long",
    }
    return told.get(first["type"], lambda: f"{what} {first['msg'].removeprefix('Value error, ')}")()


def _cell(row: Sequence[str], at: int | None) -> str:
    return plain(row[at]) if at is not None and at < len(row) else ""
