"""museaika mood: what mood a photo, a sentence or the camera shows; no server needed, and nothing is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models.errors import Unavailable
from museaika.commands.options import Json

if TYPE_CHECKING:
    from rich.table import Table

    from models.errors import MuseaikaError
    from models.reading import Reading
    from modules.mood.readers import Readers

WIDTH = 24


class CameraAway(Unavailable):
    code = "camera.away"


def mood(
    photos: Annotated[list[Path] | None, typer.Argument(metavar="PHOTO...", help="Pictures with a face.")] = None,
    text: Annotated[list[str] | None, typer.Option("--text", help="A sentence; may be given repeatedly.")] = None,
    camera: Annotated[bool, typer.Option("--camera", help="What the camera sees, until Ctrl-C.")] = False,
    device: Annotated[str, typer.Option(help="Which camera: a number, a stream's address or a video file.")] = "0",
    frames: Annotated[int | None, typer.Option(min=1, help="Stop after so many frames of the camera.")] = None,
    as_json: Json = False,
) -> None:
    """Read the mood in photos, sentences or the camera; exit with 1 when one of them could not be read."""
    from museaika.commands.configuration import read_settings
    from museaika.readers import build_readers

    if bool(photos or text) == camera:
        raise typer.BadParameter("name photos, or give --text, or --camera alone")
    readers = build_readers(read_settings())
    if camera:
        _watch(readers, device, frames, as_json=as_json)
        return
    found = {str(photo): _attempt(readers.picture, _bytes(photo)) for photo in photos or ()}
    found |= {line: _attempt(readers.text, line) for line in text or ()}
    _tell(found, as_json=as_json)
    raise typer.Exit(0 if all(error is None for _, error in found.values()) else 1)


Outcome = tuple["Reading | None", "MuseaikaError | None"]


def _bytes(photo: Path) -> bytes:
    try:
        return photo.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{photo} cannot be read: {error.strerror or error}", param_hint="PHOTO") from None


def _attempt(read: "Callable[[Any], Reading]", given: Any) -> Outcome:
    from models.errors import Invalid

    try:
        return read(given), None
    except Invalid as error:
        return None, error


def _tell(found: dict[str, Outcome], *, as_json: bool) -> None:
    import json

    if as_json:
        rows = [{"of": name, **_facts(*outcome)} for name, outcome in found.items()]
        typer.echo(json.dumps({"readings": rows}, indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    console = Console()
    for name, outcome in found.items():
        console.print(f"\n{name}", style="bold", markup=False, highlight=False, soft_wrap=True)
        console.print(_table(*outcome))


def _facts(reading: "Reading | None", error: "MuseaikaError | None") -> dict[str, Any]:
    if reading is not None:
        return {"reading": reading.model_dump(mode="json"), "error": None}
    told = {"code": error.code, "detail": error.detail, "next_step": error.next_step} if error else None
    return {"reading": None, "error": told}


def _table(reading: "Reading | None", error: "MuseaikaError | None") -> "Table":
    """One reading: the mood, where it lies, and the likeliest emotions as bars."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, show_header=False)
    if reading is None:
        table.add_row(Text("refused", "bold red"), "", Text(f"{error.detail} {error.next_step or ''}" if error else ""))
        return table
    felt = reading.mood
    table.add_row("mood", Text(felt.label, "bold green"), "" if reading.certain else Text("I cannot tell", "yellow"))
    table.add_row("valence", f"{felt.valence:+.2f}", _needle(felt.valence))
    table.add_row("arousal", f"{felt.arousal:+.2f}", _needle(felt.arousal))
    table.add_row("confidence", f"{felt.confidence:.0%}", _bar(felt.confidence))
    likely = sorted(reading.emotions.items(), key=lambda pair: -pair[1])[:8]
    for emotion, share in likely:
        table.add_row(Text(emotion, "dim"), f"{share:.0%}", Text(_bar(share), "cyan"))
    if len(reading.boxes) > 1:
        table.add_row("faces", str(len(reading.boxes)), "the largest one decided")
    for note in (*([reading.language] if reading.language else ()), *reading.notes):
        table.add_row("", "", Text(note, "dim"))
    return table


def _bar(share: float) -> str:
    """Eighths of a block make it smooth."""
    whole, eighth = divmod(round(max(0.0, min(share, 1.0)) * WIDTH * 8), 8)
    return "█" * whole + ("" if not eighth else "▏▎▍▌▋▊▉"[eighth - 1])


def _needle(value: float) -> str:
    """A place between -1 and 1."""
    at = round((max(-1.0, min(value, 1.0)) + 1) / 2 * WIDTH)
    return "".join("●" if place == at else "│" if place == WIDTH // 2 else "─" for place in range(WIDTH + 1))


def _watch(readers: "Readers", device: str, frames: int | None, *, as_json: bool) -> None:
    """A frame after the other, smoothed, as fast as they can be read."""
    import json

    from rich.live import Live

    with _shots(device, frames) as shots:
        if as_json:
            for outcome in _seen(readers, shots):
                typer.echo(json.dumps(_facts(*outcome), ensure_ascii=False))
            return
        with Live(refresh_per_second=10) as screen:
            for outcome in _seen(readers, shots):
                screen.update(_table(*outcome))


def _seen(readers: "Readers", shots: Iterator[bytes]) -> Iterator[Outcome]:
    import time

    from modules.mood.smoothing import smooth

    smoothed = None
    for shot in shots:
        reading, error = _attempt(readers.frame, shot)
        if reading is not None:
            smoothed = smooth(smoothed, reading.mood, time.monotonic())
            reading = reading.model_copy(update={"mood": smoothed.mood})
        yield reading, error


@contextmanager
def _shots(device: str, frames: int | None) -> Iterator[Iterator[bytes]]:
    """What the camera takes, as pictures in memory, until Ctrl-C. Raises CameraAway."""
    from itertools import count, takewhile

    import cv2

    cv2.setLogLevel(0)
    camera = cv2.VideoCapture(int(device) if device.isdecimal() else device)

    def taken() -> Iterator[bytes]:
        for number in takewhile(lambda number: frames is None or number < frames, count()):
            there, picture = camera.read()
            if not there and not number:
                raise _away(device)
            if not there:
                return
            yield cv2.imencode(".jpg", picture)[1].tobytes()

    try:
        if not camera.isOpened():
            raise _away(device)
        yield taken()
    except KeyboardInterrupt:
        return
    finally:
        camera.release()


def _away(device: str) -> CameraAway:
    return CameraAway(
        f"The camera {device!r} gives no picture.",
        next_step="Is it plugged in and not in use? --device takes a number.",
    )
