"""How an order becomes songs: read the references, compose all, then give each its sound, its pages and its record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from models.generation import Brief
from models.provenance import Ingredient, Origin, SourceType
from modules.audio.mastering import Target
from modules.audio.rendering import Studio
from modules.composing.copies import Known
from modules.generation.chord_sheet import write_chords
from modules.generation.engine import Commission, Part, Work
from modules.generation.engines.composer import Composer
from modules.generation.engines.composer.composition import Composed, Order, compose
from modules.generation.engines.composer.material import Networked, Rules, Writer
from modules.generation.engines.composer.options import ComposerOptions
from modules.generation.engines.composer.reasons import reasons
from modules.generation.engines.composer.references import References, read_references
from modules.generation.engines.composer.request import checked
from modules.generation.engines.composer.telling import facts, titled
from modules.generation.preview import Planned, first_bars
from modules.generation.production import FADE, Produced, Wanted, produce
from modules.generation.progress import Progress
from modules.generation.recording import PACKAGES, described, sha256_of, write_record

RULES_NOTE: Final = "Rules wrote the notes: the composing network has no weights here."
_COMPOSING: Final = {"all": 0.2, "mix": 0.25, "none": 0.75}
"""The share of the progress that is spent before the first sound."""
_NETWORK_PACKAGES: Final = (*PACKAGES, "torch")


@dataclass(frozen=True)
class _Told:
    """What the records of all songs of an order share."""

    order: Order
    made: dict[str, Any]
    packages: tuple[str, ...]


class ComposerEngine:
    def __init__(self, weights: Path, soundfont: Path, threads: int) -> None:
        self._studio = Studio.with_soundfont(soundfont)
        self._soundfont_sha256 = sha256_of(soundfont, lambda: None)
        self._threads = threads
        known = weights / "phrases.npz"
        self._known = Known.read(known) if known.is_file() else None
        self._network = Networked(weights) if (weights / "composer.safetensors").is_file() else None

    def generate(self, commission: Commission, progress: Progress) -> Work:
        progress.at(0.0, "reading the order")
        brief = commission.brief
        options, request, _ = checked(brief)
        references = read_references(options, commission.materials, progress.part(0.0, 0.02))
        writer: Writer = self._network if self._network and options.material == "auto" else Rules()
        order = Order(request, brief.seed or 0, options.count, options.closeness, references, self._known)
        share = _COMPOSING[options.sounds]
        told = self._told(brief, options, order, writer)
        origin = self._origin(told, writer, references)
        songs: list[Composed] = []
        for song in compose(order, writer, progress.part(0.02, share)):
            if not songs and options.sounds != "none":
                self._offer(song, options, commission.folder, origin, progress)
            songs.append(song)
        finished = [
            self._finished(song, options, told, commission.folder, _share(progress, song, options, share))
            for song in songs
        ]
        parts = [part for mine, _ in finished for part in mine]
        if options.count > 1:
            parts.append(_record(told, parts, commission.folder, progress))
        progress.at(1.0, "done")
        made = [one for _, one in finished]
        remarks = self._remarks(writer, options, references, made)
        return Work(parts, sum(one.seconds for one in made), _summary(songs, made, writer), remarks, origin)

    def _offer(
        self, song: Composed, options: ComposerOptions, folder: Path, origin: Origin, progress: Progress
    ) -> None:
        """The first bars, before the other songs have notes and any has its sound."""
        wanted = self._wanted(song, options)
        planned = Planned(song.plan, song.score)
        progress.offer(lambda: first_bars(planned, self._studio, wanted, folder, progress.check), origin)

    def _finished(
        self, song: Composed, options: ComposerOptions, told: _Told, folder: Path, progress: Progress
    ) -> tuple[list[Part], Produced]:
        """One song with all its parts, in a folder of its own where there are several."""
        inside = "" if options.count == 1 else f"songs/{song.number + 1:02d}/"
        own = folder / inside
        own.mkdir(parents=True, exist_ok=True)
        score = replace(song.score, title=titled(song, options.count))
        made = produce(score, self._studio, self._wanted(song, options), own, progress.part(0.0, 0.95))
        progress.at(0.95, "recording")
        parts = [*made.parts, write_chords(score, song.plan, own)]
        record = Part("record.json", "record", "application/json", own / "record.json")
        result = {"title": score.title} | described(score, made.mastered) | facts(song, told.made["material"])
        result |= {"reasons": reasons(told.order, song)}
        write_record(
            record.path,
            told.made | {"song": song.number + 1, "result": result},
            parts,
            progress.check,
            told.packages,
        )
        return [replace(part, name=inside + part.name) for part in (*parts, record)], made

    def _wanted(self, song: Composed, options: ComposerOptions) -> Wanted:
        if song.plan.loop:
            target, loop = Target(options.loudness, limit=False), song.plan.seconds
        else:
            target, loop = Target(options.loudness, fade_out=FADE), None
        return Wanted(target, options.reverb, options.sounds, loop, self._threads)

    def _told(self, brief: Brief, options: ComposerOptions, order: Order, writer: Writer) -> _Told:
        inputs: dict[str, Any] = {"soundfont": self._soundfont_sha256}
        references = order.references
        if references.used or references.skipped:
            inputs["references"] = [one.told for one in references.used]
            inputs["skipped"] = [{"name": name, "why": why} for name, why in references.skipped]
        asked = options.model_dump(mode="json", exclude={"like", "matched"}, exclude_none=True)
        made = {
            "engine": Composer.name,
            "seed": brief.seed,
            "mood": brief.mood.model_dump(mode="json") if brief.mood else None,
            "seconds": brief.seconds,
            "options": asked,
            "inputs": inputs,
            "material": writer.name,
            "weights": self._network.sha256 if self._network and writer is self._network else {},
        }
        return _Told(order, made, _NETWORK_PACKAGES if writer is self._network else PACKAGES)

    def _origin(self, told: _Told, writer: Writer, references: References) -> Origin:
        trained = writer is self._network
        inputs = [
            Ingredient(name=f"reference {one.name}{one.found_for}"[:200], sha256=one.sha256) for one in references.used
        ]
        inputs.append(Ingredient(name="soundfont", sha256=self._soundfont_sha256))
        return Origin(
            source=SourceType.TRAINED if trained else SourceType.ALGORITHMIC,
            inputs=inputs,
            weights=[Ingredient(name=name, sha256=sha256) for name, sha256 in told.made["weights"].items()],
            parameters={name: told.made[name] for name in ("mood", "seconds", "options", "material")},
        )

    def _remarks(
        self, writer: Writer, options: ComposerOptions, references: References, made: Sequence[Produced]
    ) -> list[str]:
        found = [RULES_NOTE] if self._network is None and writer.name == Rules.name else []
        found += [f"The reference {name} was left out: {why}." for name, why in references.skipped]
        quieter = [f"Song {k}: {note}" for k, one in enumerate(made, 1) for note in one.remarks(options.loudness)]
        return [*found, *(quieter if options.count > 1 else [note.partition(": ")[2] for note in quieter])]


def _share(progress: Progress, song: Composed, options: ComposerOptions, composed: float) -> Progress:
    width = (0.99 - composed) / options.count
    return progress.part(composed + width * song.number, composed + width * (song.number + 1)).named(
        f"song {song.number + 1} of {options.count}: " if options.count > 1 else ""
    )


def _record(told: _Told, parts: Sequence[Part], folder: Path, progress: Progress) -> Part:
    """The record of the whole order; each song has its own beside its files."""
    progress.at(0.99, "recording")
    record = Part("record.json", "record", "application/json", folder / "record.json")
    own = [part for part in parts if part.kind == "record"]
    write_record(record.path, told.made | {"songs": len(own)}, own, progress.check, told.packages)
    return record


def _summary(songs: Sequence[Composed], made: Sequence[Produced], writer: Writer) -> dict[str, Any]:
    """Everything of a single song, the main facts of several."""
    if len(songs) == 1:
        song = songs[0]
        return {"title": titled(song, 1)} | described(song.score, made[0].mastered) | facts(song, writer.name)
    return {
        "material": writer.name,
        "songs": [
            {
                "title": titled(song, len(songs)),
                "folder": f"songs/{song.number + 1:02d}",
                "seconds": round(song.score.seconds, 3),
                "bpm": round(song.plan.tempo, 3),
                "key": song.plan.key.name,
            }
            for song in songs
        ],
    }
