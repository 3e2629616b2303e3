"""museaika hear: what is in a piece of music, sound or MIDI; no server needed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from museaika.commands.options import Json

if TYPE_CHECKING:
    from rich.table import Table

    from models.hearing import HeardSection, Hearing

BAR = 20
SHOWN_CHORDS = 16


def hear(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="mp3, m4a, wav, flac, ogg or MIDI.")],
    picture: Annotated[
        Path | None, typer.Option(metavar="OUT.png", help="Also draw chords and sections over the waveform.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Listen to a piece: tempo, beats, key, chords, sections, who plays what, and how sure each of these is."""
    from modules.hearing.ears import Ears

    if not file.is_file():
        raise typer.BadParameter(f"{file} is no file", param_hint="FILE")
    heard = Ears().hear(file)
    if picture is not None:
        from modules.hearing.picture import picture_of

        picture.write_bytes(picture_of(heard, file.name))
    facts = heard.facts()
    if as_json:
        typer.echo(facts.model_dump_json(indent=2))
        return
    from rich.console import Console

    console = Console()
    console.print(f"\n{file.name}", style="bold", markup=False, highlight=False, soft_wrap=True)
    console.print(_table(facts))


def _table(facts: "Hearing") -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table("", "heard", "sure", box=box.SIMPLE, show_header=False)
    for name, told, item in _rows(facts):
        table.add_row(name, Text(told), Text(_bar(facts.sure[item]) if item in facts.sure else "", "cyan"))
    for note in facts.notes:
        table.add_row("", Text(note, "yellow"), "")
    return table


def _rows(facts: "Hearing") -> list[tuple[str, str, str]]:
    """(name, what was heard, which confidence belongs to it)."""
    rows = [("it is", f"{facts.nature}, {facts.seconds:.1f} s, from {facts.origin}", "nature")]
    if facts.beats:
        steady = "steady" if facts.steady else "moving"
        rows.append(("tempo", f"{facts.tempo:.2f} beats a minute, {steady}", "tempo"))
        rows.append(("metre", f"{facts.metre[0]}/{facts.metre[1]}, first bar at {_first(facts):.2f} s", "metre"))
        rows.append(("beats", f"{len(facts.beats)} in {len(facts.downbeats)} bars", "beats"))
    if facts.key:
        changes = f", {len(facts.keys) - 1} changes" if len(facts.keys) > 1 else ""
        rows.append(("key", f"{facts.key.tonic} {facts.key.mode}{changes}", "key"))
    if facts.chords:
        rows.append(("chords", _chords(facts), "chords"))
    if facts.sections:
        rows.append(("sections", "  ".join(_section(one) for one in facts.sections), "sections"))
    if facts.melody or facts.bass or facts.accompaniment:
        told = f"melody {len(facts.melody)}, bass {len(facts.bass)}, accompaniment {len(facts.accompaniment)}"
        rows.append(("notes", told, "notes"))
        rows.append(("for a voice", f"pitches {facts.free.lowest} to {facts.free.highest} are the freest", ""))
    rows.append(
        ("sound", f"{facts.loudness:.1f} dB, around {facts.brightness:.0f} Hz, {facts.density:.1f} onsets/s", "")
    )
    rows.append(
        ("feeling", f"valence {facts.valence:+.2f}, arousal {facts.arousal:+.2f}, energy {facts.energy:.2f}", "")
    )
    return rows


def _first(facts: "Hearing") -> float:
    return facts.downbeats[0] if facts.downbeats else facts.beats[0]


def _section(one: "HeardSection") -> str:
    """In brackets where a voice would hardly sing."""
    told = f"{one.label} {one.start:.0f}-{one.end:.0f}"
    return told if one.sung >= 0.5 else f"({told})"


def _chords(facts: "Hearing") -> str:
    shown = [chord.name for chord in facts.chords[:SHOWN_CHORDS]]
    more = len(facts.chords) - len(shown)
    return " | ".join(shown) + (f" ... and {more} more" if more > 0 else "")


def _bar(share: float) -> str:
    return f"{'█' * round(share * BAR):░<{BAR}} {share:.0%}"
