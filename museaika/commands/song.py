"""museaika song: a backing track in, a sung song out, without any server."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from museaika.commands.options import Data, Json

if TYPE_CHECKING:
    from models.generation import Brief
    from modules.generation.engine import Work
    from museaika.settings import Settings

Backing = Annotated[Path, typer.Argument(help="mp3, m4a, wav, flac, ogg or MIDI.", show_default=False)]
Lyrics = Annotated[
    Path | None, typer.Option(metavar="WORDS.txt", help="The words, a line for a line.", show_default=False)
]
AllLa = Annotated[bool, typer.Option("--all-la", help="No words: la on every note.")]
Filler = Annotated[
    Literal["la", "na", "ooh"] | None, typer.Option(help="What is sung without words.", show_default="la")
]
VoiceName = Annotated[
    str | None,
    typer.Option(
        help="soprano, alto, tenor, bass, child ... or a voice bank in voices/ of the data.", show_default="alto"
    ),
]
Language = Annotated[str | None, typer.Option(help="Of the words: en-us, de, fr ...", show_default="by their looks")]
Melody = Annotated[Path | None, typer.Option(metavar="MELODY.mid", help="Sung as it is; otherwise one is written.")]
MoodName = Annotated[str | None, typer.Option(help="Of the melody, such as calm.", show_default="as heard")]
Density = Annotated[float | None, typer.Option(help="2 is twice as many notes.", show_default="1")]
Candidates = Annotated[
    int | None, typer.Option(min=1, max=4, help="Melodies to choose from, each with its reasons.", show_default="1")
]
Choice = Annotated[
    int | None, typer.Option(min=1, max=4, help="Which of them is sung; with the seed of before.", show_default="1")
]
Harmony = Annotated[bool, typer.Option(help="A second voice where the song returns.")]
Seed = Annotated[int | None, typer.Option(help="The same one gives the same song.", show_default="by chance, and told")]
Out = Annotated[Path, typer.Option(help="A folder.")]


def song(
    backing: Backing,
    lyrics: Lyrics = None,
    all_la: AllLa = False,
    filler: Filler = None,
    voice: VoiceName = None,
    language: Language = None,
    melody: Melody = None,
    mood: MoodName = None,
    density: Density = None,
    candidates: Candidates = None,
    choice: Choice = None,
    harmony: Harmony = True,
    seed: Seed = None,
    out: Out = Path("song"),
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Sing to a backing track: mix, stems, melody and words with times into a folder; no server needed."""
    from museaika.commands.configuration import read_settings

    if all_la and (lyrics or filler not in {None, "la"}):
        raise typer.BadParameter("it goes with neither --lyrics nor another --filler", param_hint="--all-la")
    options = {
        "lyrics": _words(lyrics), "filler": filler, "voice": voice, "language": language, "density": density,
        "harmony": harmony, "melody": "melody" if melody else None, "candidates": candidates or choice,
        "melody_choice": choice,
    }  # fmt: skip
    files = {"backing": backing} | ({"melody": melody} if melody else {})
    _run(read_settings(data=data), files, {"mood": mood, "seed": seed}, options, out, as_json=as_json)


def _words(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read as text: {error}", param_hint="--lyrics") from None


def _run(
    settings: "Settings",
    files: dict[str, Path],
    asked: dict[str, Any],
    options: dict[str, Any],
    out: Path,
    *,
    as_json: bool,
) -> None:
    import secrets
    import tempfile

    from museaika.commands.ordering import brief_of, commission_of, handed_in, made
    from museaika.making import build_provenance, song_section
    from museaika.offline import offline

    materials = {name: handed_in(path, name.upper()) for name, path in files.items()}
    given = {name: value for name, value in options.items() if value is not None} | {"backing": "backing"}
    asked = asked | {"seed": secrets.randbelow(2**31) if asked["seed"] is None else asked["seed"]}
    settings = settings.model_copy(update={"engines": {**settings.engines, "song": song_section(settings)}})
    with offline(settings) as (services, _), tempfile.TemporaryDirectory(prefix="museaika-") as scratch:
        brief = brief_of(services, "song", asked, given)
        work = made(services, commission_of(brief, materials, Path(scratch)), quiet=as_json)
        written = _kept(work, brief, build_provenance(settings), list(files.values()), out)
    _tell(work, written, brief, as_json=as_json)


def _kept(work: "Work", brief: "Brief", provenance: Any, sources: list[Path], out: Path) -> list[Path]:
    """Every part as it is called in a work, signed where its form can carry that."""
    from modules.provenance.data import FileData
    from modules.provenance.making import Making

    making = Making(brief.engine, brief.seed, work.origin, provenance.lineage(sources)) if work.origin else None
    written = []
    for part in work.parts:
        target = out / part.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileData(part.path) as data, target.open("wb") as file:
            file.writelines(provenance.stamp(data, part.name, part.media_type, making))
        written.append(target)
    return written


def _tell(work: "Work", files: list[Path], brief: "Brief", *, as_json: bool) -> None:
    import json

    facts = work.summary
    if as_json:
        told = {"seed": brief.seed, **facts, "files": list(map(str, files)), "notes": work.notes}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    sung = f"{facts['syllables']} syllables in {facts['phrases']} phrases, sung by the {facts['voice']}"
    typer.echo(f"{facts['title']}: {facts['seconds']:.1f} s, {sung}")
    typer.echo("".join(f"  {file}\n" for file in files).rstrip())
    for one in facts.get("candidates", ()):
        typer.echo(f"Melody {one['rank']}{' (sung)' if one['sung'] else ''}: {' '.join(one['reasons'])}")
    for note in work.notes:
        typer.echo(note)
    typer.echo(f"Seed {brief.seed}: the same track and order with it give the same song again.")
