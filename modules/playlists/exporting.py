"""A playlist as other programs read it: M3U8 for players, CSV for tables, JSPF for other services."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from models.playlist import ItemKind, Playlist, PlaylistItem
from modules.library.exchange import COLUMNS
from modules.library.sheets import defused

SPOTIFY: Final = "https://open.spotify.com/track/"
MORE: Final = ("Kind", "Seconds", "Location", "Why")


@dataclass(frozen=True)
class Form:
    """write: the text of a list; the address is where this server is reached."""

    media_type: str
    write: Callable[[Playlist, str], str]


def as_m3u8(playlist: Playlist, address: str) -> str:
    """What has no address of its own is named as a player would find its file."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_line(playlist.name)}"]
    for item in playlist.items:
        seconds = -1 if item.seconds is None else round(item.seconds)
        lines += [f"#EXTINF:{seconds},{_line(_titled(item))}", location(item, address) or _file_name(item)]
    return "\n".join(lines) + "\n"


def as_csv(playlist: Playlist, address: str) -> str:
    """With the columns of Exportify first, so that POST /music/tracks/import and others read it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *MORE))
    for item in playlist.items:
        uri = f"spotify:track:{item.spotify_id}" if item.spotify_id else ""
        told = (item.name, item.artist, item.kind.value, _blank(item.seconds), location(item, address) or "", item.why)
        writer.writerow([uri, *(defused(str(one)) for one in told)])
    return out.getvalue()


def as_jspf(playlist: Playlist, address: str) -> str:
    """https://xspf.org/jspf"""
    told: dict[str, Any] = {"title": playlist.name, "date": playlist.updated_at.isoformat()}
    if playlist.description:
        told["annotation"] = playlist.description
    told["track"] = [_track(item, address) for item in playlist.items]
    return json.dumps({"playlist": told}, ensure_ascii=False, indent=1) + "\n"


FORMS: Final[Mapping[str, Form]] = {
    "m3u8": Form("application/vnd.apple.mpegurl", as_m3u8),
    "csv": Form("text/csv; charset=utf-8", as_csv),
    "jspf": Form("application/json", as_jspf),
}


def location(item: PlaylistItem, address: str) -> str | None:
    """Where it can be heard: a work here, for its owner, a track at Spotify's; files of the collection nowhere."""
    if item.kind is ItemKind.WORK:
        sounding = PurePosixPath(item.part).with_suffix(".mp3") if item.part else None
        return f"{address.rstrip('/')}/generations/{item.work}/files/{sounding}" if sounding else None
    return f"{SPOTIFY}{item.spotify_id}" if item.spotify_id else None


def _track(item: PlaylistItem, address: str) -> dict[str, Any]:
    told: dict[str, Any] = {"title": item.name}
    if item.artist:
        told["creator"] = item.artist
    if item.seconds is not None:
        told["duration"] = round(item.seconds * 1000)
    if (place := location(item, address)) is not None:
        told |= {"location": [place], "identifier": [place]}
    if item.why:
        told["annotation"] = item.why
    return told


def _titled(item: PlaylistItem) -> str:
    return f"{item.artist} - {item.name}" if item.artist else item.name


def _file_name(item: PlaylistItem) -> str:
    """No path, no address and no comment, whatever a track is called."""
    return "".join("_" if sign in '/\\:*?"<>|#' else sign for sign in _line(_titled(item))).strip(". ") or "track"


def _line(text: str) -> str:
    return " ".join(text.split())


def _blank(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
