"""museaika compose: new songs into a folder, without any server."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from museaika.commands import compose_options as given
from museaika.commands.options import Data, Json

if TYPE_CHECKING:
    from models.generation import Brief
    from modules.generation.engine import Work
    from museaika.liked_tracks import LikedTracks
    from museaika.settings import Settings


def compose(
    mood: given.Feeling = None,
    at: given.At = None,
    path: given.Along = None,
    like: given.Like = None,
    like_tracks: given.LikeTracks = None,
    closeness: given.Closeness = None,
    style: given.StyleName = None,
    key: given.KeyName = None,
    bpm: given.Bpm = None,
    metre: given.MetreName = None,
    seconds: given.Seconds = None,
    bars: given.Bars = None,
    count: given.Count = 1,
    seed: given.Seed = None,
    loop: given.Loop = False,
    stems: given.Stems = False,
    form: given.Form = "mid,flac",
    out: given.Out = Path("songs"),
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Compose songs for a mood, a style, or in the manner of MIDI files; no server needed."""
    from museaika.commands.configuration import read_settings
    from museaika.takeaway import FORMS

    forms = list(dict.fromkeys(form.replace(" ", "").lower().split(",")))
    if unknown := [one for one in forms if one not in FORMS]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(FORMS)}", param_hint="--format")
    sounding = set(forms) - {"mid", "musicxml", "png", "json"}
    options = {
        "style": style, "key": key, "bpm": bpm, "metre": metre, "bars": bars, "closeness": closeness,
        "path": _points(path), "count": count, "loop": loop,
        "sounds": ("all" if stems else "mix") if sounding else "none",
    }  # fmt: skip
    asked = {"mood": _mood(mood, at), "seconds": seconds, "seed": seed}
    _run(read_settings(data=data), asked, options, (like or [], like_tracks), (out, forms), as_json=as_json)


def _mood(mood: str | None, at: str | None) -> Any:
    if mood is not None and at is not None:
        raise typer.BadParameter("give --mood or --at, not both", param_hint="--at")
    return _pair(at, "--at") if at is not None else mood


def _pair(text: str, option: str) -> list[float]:
    try:
        valence, arousal = map(float, text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not VALENCE,AROUSAL such as .5,-.3", param_hint=option) from None
    return [valence, arousal]


def _points(path: str | None) -> list[dict[str, Any]] | None:
    """`tense calm`, evenly, or `0:tense 1:calm`: moments and what is felt there, by a word or by its two numbers."""
    words = (path or "").split()
    if len(words) > 1 and not any(":" in word for word in words):
        words = [f"{place / (len(words) - 1)}:{felt}" for place, felt in enumerate(words)]
    return [_point(word) for word in words] or None


def _point(word: str) -> dict[str, Any]:
    moment, _, felt = word.partition(":")
    try:
        at = float(moment)
    except ValueError:
        raise typer.BadParameter(
            f"{word!r} is neither a moment, a colon and a mood, nor one of several moods", param_hint="--path"
        ) from None
    return {"at": at, "mood": _pair(felt, "--path") if "," in felt else felt}


def _run(
    settings: "Settings",
    asked: dict[str, Any],
    options: dict[str, Any],
    like: tuple[list[Path], Path | None],
    target: tuple[Path, list[str]],
    *,
    as_json: bool,
) -> None:
    import secrets
    import tempfile

    from modules.generation.engines.composer.options import MOST_REFERENCES
    from modules.provenance.making import Making
    from museaika.commands.ordering import brief_of, commission_of, handed_in, made
    from museaika.liked_tracks import find_liked
    from museaika.making import build_provenance
    from museaika.offline import offline
    from museaika.takeaway import Takeaway

    files, tracks = like
    materials = {f"like-{number}": handed_in(path, "--like") for number, path in enumerate(files)}
    found = find_liked(settings, tracks, asked["mood"], room=MOST_REFERENCES - len(files)) if tracks else None
    materials |= found.materials if found else {}
    given = {name: value for name, value in options.items() if value is not None} | {"like": list(materials)}
    given |= {"matched": found.matched} if found else {}
    asked = asked | {"seed": secrets.randbelow(2**31) if asked["seed"] is None else asked["seed"]}
    with offline(settings) as (services, _), tempfile.TemporaryDirectory(prefix="museaika-") as scratch:
        brief = brief_of(services, "composer", asked, given)
        work = made(services, commission_of(brief, materials, Path(scratch)), quiet=as_json)
        provenance = build_provenance(settings)
        sources = provenance.lineage([path for path, _ in materials.values()])
        making = Making(brief.engine, brief.seed, work.origin, sources) if work.origin else None
        songs = Takeaway(*target, provenance, making).pack(work)
    _tell(work, songs, brief, found, as_json=as_json)


def _tell(work: "Work", songs: list[list[Path]], brief: "Brief", found: "LikedTracks | None", *, as_json: bool) -> None:
    import json

    told = work.summary.get("songs", [work.summary])
    if as_json:
        rows = [facts | {"files": list(map(str, files))} for facts, files in zip(told, songs, strict=True)]
        more = {"tracks": found.as_json()} if found else {}
        facts = {"seed": brief.seed, "songs": rows, "notes": work.notes}
        typer.echo(json.dumps(facts | more, indent=2, ensure_ascii=False))
        return
    for line in found.lines() if found else ():
        typer.echo(line)
    for facts, files in zip(told, songs, strict=True):
        typer.echo(f"{facts['title']}: {facts['seconds']:.1f} s at {round(facts['bpm'], 1):g} bpm")
        typer.echo("".join(f"  {file}\n" for file in files).rstrip())
        for level, parts in sorted(facts.get("layers", {}).items()):
            names = ", ".join(Path(part).stem for part in parts) or "nothing more"
            typer.echo(f"  from intensity {level} on: {names}")
    for note in work.notes:
        typer.echo(note)
    typer.echo(f"Seed {brief.seed}: the same order with it gives the same songs again.")
