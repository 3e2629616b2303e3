"""museaika twin: teach a twin from files and play it, without any server."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from museaika.commands.options import Data, Json

if TYPE_CHECKING:
    from rich.table import Table

    from modules.generation.engines.twin import Twin
    from museaika.lone_twin import LoneTwin, Taught
    from museaika.settings import Settings

USUAL = "composer"
SILENT = {"mid", "musicxml", "png", "json"}


class Action(StrEnum):
    TRAIN = "train"
    PLAY = "play"


def twin(
    action: Annotated[Action, typer.Argument(help="train: teach it; play: order music with it.")],
    name: Annotated[str, typer.Argument(help="What the twin is called.")],
    given: Annotated[
        list[str], typer.Argument(metavar="FILES... | PROMPT", help="Sound and MIDI to learn from; or what to play.")
    ],
    backend: Annotated[str, typer.Option(help="What it is taught with.")] = USUAL,
    rank: Annotated[int, typer.Option(min=1, max=64, help="train: how much it can remember.")] = 8,
    steps: Annotated[
        int | None, typer.Option(min=1, max=5000, help="train: at most so many steps.", show_default="the backend's")
    ] = None,
    skip_preprocess: Annotated[bool, typer.Option(help="train: leave sound files as they are.")] = False,
    strength: Annotated[float, typer.Option(min=0, max=1, help="play: 0 is the network alone, 1 all of it.")] = 1.0,
    seconds: Annotated[float | None, typer.Option(min=2, max=900, help="play: how long.", show_default="30")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="play: the same gives the same again.")] = None,
    without: Annotated[str, typer.Option(metavar="WORDS", help="play: what is not wanted.")] = "",
    lyrics: Annotated[str, typer.Option(metavar="TEXT", help="play: what is sung; only ace_step sings.")] = "",
    out: Annotated[Path, typer.Option(help="play: the folder to write into.")] = Path("songs"),
    form: Annotated[str, typer.Option("--format", help="play: by comma; mid, flac, wav, mp3 ...")] = "mid,flac",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Teach a twin of a producer from their files, or play one. You say by this that you may use the files so."""
    from museaika.commands.configuration import read_settings
    from museaika.offline import offline

    settings = read_settings(data=data)
    with offline(settings) as (services, _):
        card: Any = services.engines.card("twin")
        one = _twin(settings, card, name, backend)
        if action is Action.TRAIN:
            _tell(one, _taught(one, [Path(path) for path in given], (rank, steps), skip_preprocess, as_json), as_json)
            return
        options = {"prompt": " ".join(given), "negative_prompt": without, "strength": strength, "backend": backend}
        _play(settings, card, one, (options | {"lyrics": lyrics}, seconds, seed), (out, form), as_json=as_json)


def _twin(settings: "Settings", card: "Twin", name: str, backend: str) -> "LoneTwin":
    from museaika.lone_twin import LoneTwin

    return LoneTwin(settings.data / "twins", name, card.backends, backend)


def _taught(one: "LoneTwin", files: list[Path], size: tuple[int, int | None], as_it_is: bool, quiet: bool) -> "Taught":
    if missing := [path for path in files if not path.is_file()]:
        raise typer.BadParameter(f"there is no file {missing[0]}", param_hint="FILES")
    with _bar(quiet=quiet) as report:
        return one.teach(files, *size, report, as_it_is=as_it_is)


def _play(
    settings: "Settings",
    card: "Twin",
    one: "LoneTwin",
    asked: tuple[dict[str, Any], float | None, int | None],
    target: tuple[Path, str],
    *,
    as_json: bool,
) -> None:
    import json
    import secrets
    import tempfile

    from models.generation import Brief
    from modules.generation.progress import Progress
    from modules.provenance.making import Making
    from museaika.making import build_provenance
    from museaika.takeaway import FORMS, Takeaway

    options, seconds, seed = asked
    forms = [form for form in target[1].replace(" ", "").lower().split(",") if form]
    if unknown := [form for form in forms if form not in FORMS]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(FORMS)}", param_hint="--format")
    seed = secrets.randbelow(2**31) if seed is None else seed
    asked_for = options | {"sounds": "mix" if set(forms) - SILENT else "none"}
    brief = Brief(engine="twin", seconds=seconds, seed=seed, options=asked_for)
    with tempfile.TemporaryDirectory(prefix="museaika-") as scratch, _bar(quiet=as_json) as report:
        work = one.play(card, brief, Path(scratch), Progress(report, lambda: False))
        provenance = build_provenance(settings)
        making = Making("twin", seed, work.origin, provenance.lineage([])) if work.origin else None
        (files,) = Takeaway(target[0], forms, provenance, making).pack(work)
    if as_json:
        typer.echo(json.dumps(work.summary | {"seed": seed, "files": list(map(str, files)), "notes": work.notes}))
        return
    bpm = work.summary.get("bpm")
    typer.echo(f"{work.summary['title']}: {work.seconds:.1f} s" + (f" at {bpm:g} bpm" if bpm else ""))
    for line in (*(f"  {file}" for file in files), *work.notes, f"Seed {seed}: the same order gives the same again."):
        typer.echo(line)


def _tell(one: "LoneTwin", taught: "Taught", as_json: bool) -> None:
    from rich.console import Console

    if as_json:
        typer.echo(taught.receipt.model_dump_json(indent=2))
        return
    console = Console()
    console.print(f"\n{one.name}", style="bold", markup=False, highlight=False)
    console.print(_table(taught))
    typer.echo(f"Listen: {taught.adapter.with_name('before.flac')} and {taught.adapter.with_name('after.flac')}")
    typer.echo(f'Play it: museaika twin play {one.name} "dark piano, 90 bpm"')


def _table(taught: "Taught") -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    receipt = taught.receipt
    table = Table("", "before", "after", box=box.SIMPLE)
    table.add_row(f"surprise at held-out music ({receipt.unit})", f"{receipt.held_before}", f"{receipt.held_after}")
    table.add_row("distance to the producer's style", f"{receipt.distance.before}", f"{receipt.distance.after}")
    copying = receipt.copying
    table.add_row(f"longest run learned by heart ({copying.unit})", f"{copying.usual} usual", f"{copying.longest}")
    table.add_row(Text(receipt.words, "cyan"))
    table.add_row(Text(receipt.divided))
    for one in taught.skipped:
        table.add_row(Text(f"left out: {one.name}: {one.why}", "yellow"))
    return table


def _bar(*, quiet: bool) -> Any:
    """A progress bar for as long as it is entered."""
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import Progress as Bar

    @contextmanager
    def shown() -> Any:
        with Bar(console=Console(stderr=True), transient=True, disable=quiet) as bar:
            task = bar.add_task("starting", total=1.0)
            yield lambda share, note: bar.update(task, completed=share, description=note)

    return shown()
