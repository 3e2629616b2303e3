"""museaika live: music in the terminal that follows the mood while it plays."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from museaika.commands.options import Data

if TYPE_CHECKING:
    import contextlib

    from models.live import LiveBar, LiveOrder
    from models.mood import Point
    from museaika.live_keys import Keys, Typed
    from museaika.live_port import MidiPort
    from museaika.live_session import Session
    from museaika.settings import Settings

READY = 0.3
"""Seconds before a bar line at which the bar is written: a mood until then is heard in it."""


def live(
    mood: Annotated[str | None, typer.Option(help='The mood it begins with, such as "calm".')] = None,
    valence: Annotated[float | None, typer.Option(min=-1, max=1, help="Instead: from unpleasant to pleasant.")] = None,
    arousal: Annotated[float | None, typer.Option(min=-1, max=1, help="And from sleepy to wide awake.")] = None,
    style: Annotated[str, typer.Option(help="piano, pop, lofi, orchestral or chiptune.")] = "pop",
    tempo: Annotated[float | None, typer.Option(min=40, max=220, help="Quarters a minute.")] = None,
    minutes: Annotated[float, typer.Option(min=0.05, max=120, help="How long it plays.")] = 5.0,
    seed: Annotated[int | None, typer.Option(min=0, help="For the same music again.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write it down: .mid, .wav, .flac, .ogg, .mp3 or .m4a.")] = None,
    port: Annotated[str | None, typer.Option(help="Play it to this MIDI port (needs python-rtmidi).")] = None,
    data: Data = None,
) -> None:
    """Play music that follows the mood: arrow keys move it, typed words name it, Ctrl-C ends; no server needed.

    Where nobody can type and no port is named, it is written as fast as it can be.
    """
    import sys

    from museaika.commands.configuration import read_settings
    from museaika.live_port import MidiPort, opened
    from museaika.live_session import check_target

    order = _order(_begins(mood, valence, arousal), style, tempo)
    if out is not None:
        check_target(out)
    midi = MidiPort(opened(port)) if port else None
    session = _session(read_settings(data=data), order, seed)
    try:
        _play(session, minutes * 60, midi, in_time=midi is not None or sys.stdin.isatty())
    except KeyboardInterrupt:
        typer.echo("")
    finally:
        if midi is not None:
            midi.close()
    _save(session, out, read_settings(data=data))


def _begins(mood: str | None, valence: float | None, arousal: float | None) -> "Point":
    from models.mood import MoodLabel, Point
    from museaika.live_session import felt

    if (valence is None) != (arousal is None) or (mood is not None and valence is not None):
        raise typer.BadParameter("give --mood, or --valence and --arousal together", param_hint="--mood")
    if valence is not None and arousal is not None:
        return Point(valence, arousal)
    found = felt(mood or "neutral")
    if found is None:
        raise typer.BadParameter(f"{mood!r} is none of {', '.join(MoodLabel)}", param_hint="--mood")
    return found


def _order(begins: "Point", style: str, tempo: float | None) -> "LiveOrder":
    from typing import get_args

    from models.live import LiveOrder, LiveStyle

    if style not in get_args(LiveStyle):
        raise typer.BadParameter(f"{style!r} is none of {', '.join(get_args(LiveStyle))}", param_hint="--style")
    return LiveOrder(valence=begins.valence, arousal=begins.arousal, style=style, tempo=tempo)  # type: ignore[arg-type]  # looked up just before


def _session(settings: "Settings", order: "LiveOrder", seed: int | None) -> "Session":
    import secrets

    from modules.generation.engines.composer import WEIGHTS
    from museaika.live_session import Session

    seed = secrets.randbelow(2**31) if seed is None else seed
    typer.echo(f"seed {seed}; arrows move the mood, words name it, Ctrl-C ends")
    weights = settings.engines.get("composer", {}).get("weights")
    return Session(Path(weights) if weights else WEIGHTS, order, seed)


def _play(session: "Session", seconds: float, port: "MidiPort | None", *, in_time: bool) -> None:
    import sys
    import time

    from museaika.live_keys import Keys, at_once

    with at_once(sys.stdin.fileno()) if in_time else _nothing():
        keys = Keys() if in_time else None
        session.warm()
        begun = time.monotonic() + READY
        while session.seconds < seconds:
            if keys is not None:
                _wait(session, keys, port, begun + session.seconds - READY)
            bar = session.write()
            typer.echo(_line(bar))
            if port is not None:
                port.play(bar, begun + bar.at)
        if keys is not None:
            _wait(session, keys, port, begun + session.seconds)


def _nothing() -> "contextlib.AbstractContextManager[None]":
    import contextlib

    return contextlib.nullcontext()


def _wait(session: "Session", keys: "Keys", port: "MidiPort | None", until: float) -> None:
    """What is typed meanwhile moves the mood; what is due goes to the port."""
    import time

    while (left := until - time.monotonic()) > 0:
        pause = min(left, 0.1 if port is None else port.send_due(time.monotonic()))
        _follow(session, keys.wait(pause))


def _follow(session: "Session", typed: "Typed") -> None:
    from museaika.live_session import felt

    for move in typed.moves:
        session.move(*move)
    for line in typed.lines:
        found = felt(line)
        if found is None:
            typer.echo(f"{line!r} is no mood we know; try calm, sad, angry, excited, ...")
        else:
            session.mood = found
    if typed.moves or typed.lines:
        typer.echo(f"      -> {_told(session.mood)}")


def _line(bar: "LiveBar") -> str:
    from models.mood import Point

    chords = " ".join(chord.name for chord in bar.chords)
    loud = "#" * round(bar.intensity * 10)
    place = f"{bar.section:<3}{bar.phrase_bar + 1}/{bar.phrase_bars}"
    felt = _told(Point(bar.valence, bar.arousal))
    return f"{bar.index + 1:4} {place} {bar.key:<9} {bar.tempo:5.1f} bpm {loud:<10} {chords:<24} {felt}"


def _told(mood: "Point") -> str:
    from models.mood import nearest_label

    return f"{nearest_label(*mood).value} ({mood.valence:+.2f}, {mood.arousal:+.2f})"


def _save(session: "Session", out: Path | None, settings: "Settings") -> None:
    if out is None or not session.bars:
        return
    from modules.audio.bundled import bundled_soundfont

    session.save(out, settings.soundfont or bundled_soundfont())
    typer.echo(f"{len(session.bars)} bars, {session.seconds:.0f} s: {out}")
