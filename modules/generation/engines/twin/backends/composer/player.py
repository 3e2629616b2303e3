"""Plays twins of the composing network: from an order in words to a work with mix, stems, MIDI and pages."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.mood import nearest_label
from models.provenance import Ingredient, Origin, SourceType
from modules.audio.bundled import bundled_soundfont
from modules.audio.mastering import Target
from modules.audio.rendering import Studio
from modules.composing.planning.key import Key, read_key
from modules.composing.planning.metre import read_metre
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.pace import settled
from modules.composing.planning.plan import Plan
from modules.composing.planning.planner import plan
from modules.composing.planning.request import FASTEST, SLOWEST, TEMPO, PlanRequest
from modules.generation.chord_sheet import sections, write_chords
from modules.generation.engine import Part as File
from modules.generation.engine import Work
from modules.generation.engines.twin.backends.backend import Part, Wish
from modules.generation.engines.twin.backends.composer import NETWORK, adapter_file
from modules.generation.engines.twin.backends.composer.ensemble import ensemble, left_out
from modules.generation.engines.twin.backends.composer.manner import Manner
from modules.generation.engines.twin.backends.composer.writing import Base, Follow, Pen, played
from modules.generation.preview import Planned, first_bars
from modules.generation.production import FADE, Produced, Wanted, produce
from modules.generation.progress import Progress
from modules.generation.recording import PACKAGES, described, sha256_of, write_record

_PLAN: Final = 31
_BEND: Final = 1.4
"""Of strength: unbent, its last quarter is hardly heard, for a manner is there before its weights count in full."""
_THEIRS: Final = 0.5
"""Followed that far, a twin's own mode is home, where no key is asked for."""


class ComposerPlayer:
    """As `InferBackend` says. It keeps the networks of the last order: the same twin is often asked again."""

    def __init__(self, weights: Path, soundfont: Path | None, threads: int) -> None:
        soundfont = soundfont or bundled_soundfont()
        self._base = Base(weights)
        self._studio = Studio.with_soundfont(soundfont)
        self._sums = {"soundfont": sha256_of(soundfont, _nothing), NETWORK: sha256_of(weights / NETWORK, _nothing)}
        self._threads = threads
        self._last: tuple[tuple[tuple[str, float], ...], Pen] | None = None

    def generate(self, wish: Wish, progress: Progress) -> Work:
        progress.at(0.0, "reading the order")
        pen = self._pen(wish.parts, wish.strength)
        order = plan(_request(wish, pen), np.random.default_rng((wish.seed, _PLAN)))
        order = pen.leant(order)
        bars = pen.best(order, wish.seed, lambda share: progress.at(0.02 + 0.3 * share, "composing"))
        score = replace(played(order, bars, wish.seed, progress.check), title=_titled(order))
        wanted = Wanted(Target(fade_out=FADE), sounds=wish.sounds, threads=self._threads)
        origin = self._origin(wish)
        if wish.sounds != "none":
            planned = Planned(order, score)
            progress.offer(lambda: first_bars(planned, self._studio, wanted, wish.folder, progress.check), origin)
        made = produce(score, self._studio, wanted, wish.folder, progress.part(0.35, 0.97))
        parts = [*made.parts, write_chords(score, order, wish.folder)]
        summary = {"title": score.title, **described(score, made.mastered), **_facts(order, wish)}
        record = _record(wish, parts, summary, self._sums, progress)
        progress.at(1.0, "done")
        return Work([*parts, record], made.seconds, summary, _notes(wish, made), origin)

    def _pen(self, parts: Sequence[Part], strength: float) -> Pen:
        amount = strength**_BEND
        key = tuple((part.sha256, part.share * amount) for part in parts if part.share * amount)
        if self._last is None or self._last[0] != key:
            follows = [Follow(*adapter_file.read(part.adapter), part.share * amount) for part in parts]
            self._last = key, self._base.pen(follows)
        return self._last[1]

    def _origin(self, wish: Wish) -> Origin:
        weights = [Ingredient(name=NETWORK, sha256=self._sums[NETWORK])]
        weights += [Ingredient(name=f"twin {part.name}"[:200], sha256=part.sha256) for part in wish.parts]
        return Origin(
            source=SourceType.TRAINED,
            inputs=[Ingredient(name="soundfont", sha256=self._sums["soundfont"])],
            weights=weights,
            parameters=_asked(wish),
        )


def _nothing() -> None:
    """Nobody waits for these sums."""


def _request(wish: Wish, pen: Pen) -> PlanRequest:
    """What was said counts; where nothing was, tempo and mode are the twin's, as far as it is followed."""
    prompt, manner = wish.prompt, pen.manner
    return settled(
        PlanRequest(
            mood=MoodPath.steady(*prompt.mood) if prompt.mood else None,
            style=ensemble(prompt, own=manner is not None) if _says_who_plays(wish) or manner else None,
            key=_key(wish, manner, pen.amount),
            metre=read_metre(prompt.metre) if prompt.metre else None,
            tempo=_tempo(prompt.bpm, manner, pen.amount),
            seconds=wish.seconds,
        )
    )


def _says_who_plays(wish: Wish) -> bool:
    return bool(wish.prompt.style or wish.prompt.instruments or wish.prompt.without)


def _key(wish: Wish, manner: Manner | None, amount: float) -> Key | None:
    if wish.prompt.key:
        return read_key(wish.prompt.key)
    if wish.prompt.mood:
        return None
    minor = wish.prompt.minor
    if minor is None and manner is not None and amount >= _THEIRS:
        minor = bool(manner.mode)
    if minor is None:
        return None
    return Key(int(np.random.default_rng((wish.seed, _PLAN, 1)).integers(12)), int(minor))


def _tempo(bpm: float | None, manner: Manner | None, amount: float) -> float | None:
    if bpm is not None or manner is None:
        return bpm
    theirs = TEMPO * (manner.tempo / TEMPO) ** amount
    return float(np.clip(round(theirs), SLOWEST, FASTEST))


def _titled(order: Plan) -> str:
    mood = order.moods[0]
    return f"{nearest_label(float(mood[0]), float(mood[1])).value.capitalize()} in {order.key.name}"


def _asked(wish: Wish) -> dict[str, Any]:
    prompt = wish.prompt
    return {
        "prompt": prompt.text,
        "negative": prompt.negative,
        "strength": wish.strength,
        "seconds": wish.seconds,
        "twins": [{"name": part.name, "share": part.share} for part in wish.parts],
    }


def _facts(order: Plan, wish: Wish) -> dict[str, Any]:
    understood = {
        name: value
        for name in ("genre", "key", "bpm", "metre", "instruments", "without")
        if (value := getattr(wish.prompt, name))
    }
    told = {"key": order.key.name, "metre": order.metre.name, "bars": order.bars, "sections": sections(order)}
    return told | {"backend": "composer", "understood": understood, **_asked(wish)}


def _record(wish: Wish, parts: list[File], summary: dict[str, Any], sums: dict[str, str], progress: Progress) -> File:
    progress.at(0.98, "recording")
    record = File("record.json", "record", "application/json", wish.folder / "record.json")
    weights = {NETWORK: sums[NETWORK]} | {part.name: part.sha256 for part in wish.parts}
    made = {"engine": "twin", "seed": wish.seed, "options": _asked(wish), "weights": weights, "result": summary}
    write_record(
        record.path, made | {"inputs": {"soundfont": sums["soundfont"]}}, parts, progress.check, (*PACKAGES, "torch")
    )
    return record


def _notes(wish: Wish, made: Produced) -> list[str]:
    unknown = wish.prompt.unknown
    found = [f"Not understood, and left out: {', '.join(unknown[:8])}."] if unknown else []
    if extra := left_out(wish.prompt):
        found.append(f"There was no part left to play for: {', '.join(extra)}.")
    if wish.lyrics:
        found.append("The composer does not sing, so the lyrics were left out: the song engine does.")
    return [*found, *made.remarks(Target().loudness)]
