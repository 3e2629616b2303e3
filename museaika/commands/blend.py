"""museaika blend: two tracks into one new piece, without any server."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from museaika.commands.options import Data, Json

if TYPE_CHECKING:
    from models.generation import Brief
    from modules.generation.engine import Work
    from museaika.settings import Settings

SOUNDS = ("wav", "flac", "mp3", "ogg", "m4a")
Track = Annotated[Path, typer.Argument(help="mp3, m4a, wav, flac, ogg or MIDI.", show_default=False)]
Whose = Literal["a", "b", "mix"]


def blend(
    a: Track,
    b: Track,
    amount: Annotated[
        float | None, typer.Option(help="How much of B: 0 is all A, 1 all B.", show_default="0.5")
    ] = None,
    melody_from: Annotated[Whose | None, typer.Option(help="Whose melody.", show_default="mix")] = None,
    rhythm_from: Annotated[Whose | None, typer.Option(help="Whose rhythm and tempo.", show_default="mix")] = None,
    harmony_from: Annotated[Whose | None, typer.Option(help="Whose chords and key.", show_default="mix")] = None,
    start: Annotated[float | None, typer.Option(help="Second at which both parts begin.", show_default="0")] = None,
    end: Annotated[float | None, typer.Option(help="Second at which they end.", show_default="start + 16")] = None,
    seconds: Annotated[
        float | None, typer.Option(help="The length of the piece, 2 to 180.", show_default="end - start")
    ] = None,
    method: Annotated[Literal["symbolic", "codec"] | None, typer.Option(help="By notes, or by sound itself.")] = None,
    seed: Annotated[
        int | None, typer.Option(help="The same one gives the same piece.", show_default="by chance, and told")
    ] = None,
    stems: Annotated[bool, typer.Option("--stems", help="Every player apart, too.")] = False,
    also: Annotated[str, typer.Option(help="Beside it, any of mid, musicxml, png, json, wav, flac ...")] = "",
    out: Annotated[Path, typer.Option(help="The file; its ending says which kind.")] = Path("blend.wav"),
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Blend two tracks, sound or MIDI, into a new piece; no server needed."""
    from museaika.commands.configuration import read_settings

    forms = _forms(out, also)
    if end is None and start is not None:
        end = start + 16.0
    options = {
        "amount": amount, "melody_from": melody_from, "rhythm_from": rhythm_from, "harmony_from": harmony_from,
        "start": start, "end": end, "method": method,
        "sounds": ("all" if stems else "mix") if set(forms) & set(SOUNDS) else "none",
    }  # fmt: skip
    asked = {"seconds": seconds, "seed": seed}
    _run(read_settings(data=data), (a, b), asked, options, (out, forms), as_json=as_json)


def _forms(out: Path, also: str) -> list[str]:
    from museaika.takeaway import FORMS

    forms = [out.suffix[1:].lower(), *(one for one in also.replace(" ", "").lower().split(",") if one)]
    if unknown := [one for one in forms if one not in FORMS]:
        where = "--out" if unknown[0] == forms[0] else "--also"
        raise typer.BadParameter(f"{unknown[0] or out.name!r} is none of {', '.join(FORMS)}", param_hint=where)
    return list(dict.fromkeys(forms))


def _run(
    settings: "Settings",
    tracks: tuple[Path, Path],
    asked: dict[str, Any],
    options: dict[str, Any],
    target: tuple[Path, list[str]],
    *,
    as_json: bool,
) -> None:
    import secrets
    import tempfile

    from modules.provenance.making import Making
    from museaika.commands.ordering import brief_of, commission_of, handed_in, made
    from museaika.making import build_provenance
    from museaika.offline import offline
    from museaika.takeaway import Takeaway

    materials = {name: handed_in(path, name.upper()) for name, path in zip("ab", tracks, strict=True)}
    given = {name: value for name, value in options.items() if value is not None} | {"a": "a", "b": "b"}
    asked = asked | {"seed": secrets.randbelow(2**31) if asked["seed"] is None else asked["seed"]}
    out, forms = target
    with offline(settings) as (services, _), tempfile.TemporaryDirectory(prefix="museaika-") as scratch:
        brief = brief_of(services, "blend", asked, given)
        work = made(services, commission_of(brief, materials, Path(scratch)), quiet=as_json)
        provenance = build_provenance(settings)
        sources = provenance.lineage(list(tracks))
        making = Making(brief.engine, brief.seed, work.origin, sources) if work.origin else None
        [files] = Takeaway(out.parent, forms, provenance, making, out.stem).pack(work)
    _tell(work, files, brief, as_json=as_json)


def _tell(work: "Work", files: list[Path], brief: "Brief", *, as_json: bool) -> None:
    import json

    facts = work.summary
    if as_json:
        told = {"seed": brief.seed, **facts, "files": list(map(str, files)), "notes": work.notes}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    played = f" at {round(facts['bpm'], 1):g} bpm in {facts['key']}" if "bpm" in facts else ""
    typer.echo(f"{facts['title']}: {facts['seconds']:.1f} s{played}")
    typer.echo("".join(f"  {file}\n" for file in files).rstrip())
    for note in work.notes:
        typer.echo(note)
    typer.echo(f"Seed {brief.seed}: the same tracks and order with it give the same piece again.")
