"""Spotify's answers in our words; whatever else they hold is left out, and what is no answer is an Upstream."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from models.spotify import SpotifyItem, SpotifyPage, SpotifyPlaylist, SpotifyProfile, SpotifyTrack
from modules.spotify.refusals import Upstream

LONGEST_NAME = 1000


def profile(told: Any) -> SpotifyProfile:
    """By account_id, which never changes; older descriptions know only the id."""
    found = _object(told)
    identity = _text(found.get("account_id")) or _text(found.get("id"))
    if not identity:
        raise _nonsense("a profile without an id")
    return SpotifyProfile(account_id=identity, display_name=_text(found.get("display_name")) or None)


def rows(told: Any) -> list[Any]:
    """The items of a page, whatever is in them."""
    found = _object(told).get("items")
    if not isinstance(found, list):
        raise _nonsense("a page without items")
    return found


def more(told: Any) -> bool:
    """Whether there is a next page. Where it lies is our business: links are not followed."""
    return bool(_object(told).get("next"))


def page(told: Any, inside: str | None = None) -> SpotifyPage:
    """With the number of its rows, because some of them hold nothing."""
    found, total = rows(told), _object(told).get("total")
    known = total if isinstance(total, int) and total >= 0 else None
    return SpotifyPage(
        tracks=list(tracks(found, inside)), rows=len(found), total=known, more=bool(found) and more(told)
    )


def tracks(found: Iterable[Any], inside: str | None = None) -> Iterator[SpotifyTrack]:
    """Those that are there; `inside` names the field of a row that holds the track."""
    for row in found:
        held = row.get(inside) if inside and isinstance(row, Mapping) else row
        one = track(held)
        if one is not None:
            yield one


def track(told: Any) -> SpotifyTrack | None:
    """None for null, and for what has neither a name nor a place."""
    if not isinstance(told, Mapping):
        return None
    uri, name = _text(told.get("uri")), _text(told.get("name"))
    if not uri or not name:
        return None
    local = bool(told.get("is_local")) or uri.startswith("spotify:local:")
    episode = told.get("type") == "episode" or uri.startswith("spotify:episode:")
    ids = told.get("external_ids")
    seconds = told.get("duration_ms")
    return SpotifyTrack(
        uri=uri,
        name=name,
        artists=_artists(told),
        id=None if local else _text(told.get("id")) or None,
        kind="local" if local else "episode" if episode else "track",
        duration_ms=seconds if isinstance(seconds, int) else None,
        isrc=_text(ids.get("isrc")) or None if isinstance(ids, Mapping) else None,
        playable=told.get("is_playable") is not False,
    )


def item(told: Any) -> SpotifyItem:
    """A place of a playlist; older answers call what is in it `track`."""
    if not isinstance(told, Mapping):
        return SpotifyItem()
    return SpotifyItem(track=track(told.get("item") or told.get("track")))


def playlist(told: Any) -> SpotifyPlaylist:
    found = _object(told)
    identity = _text(found.get("id"))
    if not identity:
        raise _nonsense("a playlist without an id")
    listed, owner, public = found.get("items"), found.get("owner"), found.get("public")
    total = listed.get("total") if isinstance(listed, Mapping) else None
    return SpotifyPlaylist(
        id=identity,
        name=_text(found.get("name")),
        description=_text(found.get("description")),
        public=public if isinstance(public, bool) else None,
        snapshot_id=_text(found.get("snapshot_id")) or None,
        total=total if isinstance(total, int) else None,
        owner=(_text(owner.get("id")) or None) if isinstance(owner, Mapping) else None,
    )


def snapshot(told: Any) -> str | None:
    return _text(_object(told).get("snapshot_id")) or None


def flags(told: Any, count: int) -> list[bool]:
    if not isinstance(told, list) or len(told) != count:
        raise _nonsense("another number of answers than questions")
    return [bool(one) for one in told]


def found_tracks(told: Any) -> Any:
    """The page of tracks in the answer of a search."""
    return _object(told).get("tracks")


def _artists(told: Mapping[str, Any]) -> list[str]:
    """A podcast's show stands where the artists would."""
    listed, show = told.get("artists"), told.get("show")
    if isinstance(listed, list):
        return [name for one in listed if isinstance(one, Mapping) and (name := _text(one.get("name")))]
    return [_text(show.get("name"))] if isinstance(show, Mapping) and show.get("name") else []


def _object(told: Any) -> Mapping[str, Any]:
    if not isinstance(told, Mapping):
        raise _nonsense("no JSON object")
    return told


def _text(value: Any) -> str:
    """Without what no store keeps, and not endless."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")[:LONGEST_NAME].strip()


def _nonsense(what: str) -> Upstream:
    """It answered 200 all the same, so what was asked for was done, or may have been."""
    return Upstream(502, what)
