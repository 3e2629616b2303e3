"""How a backing becomes a song, stage by stage, each made once: listening, melody, singing, mixing."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from modules.generation.engine import Commission, Work
from modules.generation.engines.song import singing, writing_melody
from modules.generation.engines.song.keeping import Kept, key_of, owner_folder
from modules.generation.engines.song.listening import Listened, listen, listened
from modules.generation.engines.song.mixing import finished
from modules.generation.engines.song.options import SongOptions
from modules.generation.engines.song.playing import Backing
from modules.generation.engines.song.request import check_materials, options_of
from modules.generation.engines.song.singers import Cast, cast
from modules.generation.engines.song.singing import Performance, Singing
from modules.generation.engines.song.telling import Told
from modules.generation.engines.song.writing_melody import Melodies, Melody, Wish
from modules.generation.instruments import Instruments
from modules.generation.progress import Progress
from modules.generation.recording import sha256_of
from modules.hearing.ears import Ears
from modules.voice.banks.banks import Banks

_LISTENING, _MELODY, _SINGING, _MIXING = (0.0, 0.35), (0.35, 0.5), (0.5, 0.75), (0.75, 1.0)
_WAYS: Final = 2
"""Counted up where a stage comes to make something else of the same ingredients."""


@dataclass(frozen=True)
class _Order:
    """What is made, of what, and how far it is. digests: SHA-256 of everything that goes in."""

    commission: Commission
    options: SongOptions
    cast: Cast
    wish: Wish
    digests: dict[str, str]
    progress: Progress

    @property
    def source(self) -> Path:
        return self.commission.materials[self.options.backing].path

    def part(self, share: tuple[float, float], stage: str) -> Progress:
        return self.progress.part(*share).named(f"{stage}: ")


class SongEngine:
    """banks: as they are when an order is made.

    kept: the folder for stages; None keeps them as long as an order is made, and no longer.
    """

    def __init__(
        self, weights: Path, soundfont: Path, banks: Callable[[], Banks], kept: Path | None, threads: int
    ) -> None:
        self._instruments, self._banks = Instruments(weights, soundfont), banks
        self._kept, self._threads = kept, threads
        self._ears = Ears(threads=threads)

    def generate(self, commission: Commission, progress: Progress) -> Work:
        progress.at(0.0, "listening: reading the order")
        options = options_of(commission.brief)
        check_materials(options, commission.materials)
        order = self._order(commission, options, progress)
        own = commission.folder / ".stages"
        try:
            return self._made(order, self._stages(commission, own))
        finally:
            shutil.rmtree(own, ignore_errors=True)

    def _order(self, commission: Commission, options: SongOptions, progress: Progress) -> _Order:
        paths = {"backing": commission.materials[options.backing].path}
        if options.melody:
            paths["melody"] = commission.materials[options.melody].path
        digests = {name: sha256_of(path, progress.check) for name, path in paths.items()} | self._instruments.sha256
        wish = Wish(options, commission.brief.mood, commission.brief.seed or 0, paths.get("melody"))
        return _Order(commission, options, cast(options.voice, self._banks(), progress.check), wish, digests, progress)

    def _stages(self, commission: Commission, own: Path) -> Kept:
        if self._kept is None:
            return Kept(own)
        owner = next(iter(commission.materials.values())).upload.owner
        kept = Kept(owner_folder(self._kept, owner))
        kept.tidy()
        return kept

    def _made(self, order: _Order, stages: Kept) -> Work:
        first, known = self._heard(order, stages)
        second, melodies = self._melodies(order, known, stages, first)
        backing = Backing(order.source, lambda: self._instruments.studio, order.commission.folder)
        performance = self._sung(
            order, Singing(melodies.melody, known.facts, order.options, order.cast), stages, second, backing
        )
        told = Told(order.commission, order.options, order.digests, known, melodies, performance, order.cast)
        return finished(told, backing, self._threads, order.part(_MIXING, "mixing"))

    def _heard(self, order: _Order, stages: Kept) -> tuple[str, Listened]:
        """And the key of that stage."""
        key = key_of("listening", _WAYS, order.digests["backing"])
        progress = order.part(_LISTENING, "listening")
        folder = stages.stage(key, lambda into: listen(order.source, self._ears, into, progress.at, progress.check))
        known = listened(folder)
        if order.wish.given is None:
            known.backing()  # nobody waits for a melody where none can be written
        return key, known

    def _melodies(self, order: _Order, known: Listened, stages: Kept, first: str) -> tuple[str, Melodies]:
        wish, voice = order.wish, order.cast.voice
        mood = None if wish.mood is None else [wish.mood.valence, wish.mood.arousal]
        asked = (
            [order.digests["melody"]]
            if wish.given
            else [mood, order.options.density, wish.seed, self._instruments.sha256]
        )
        key = key_of("melody", _WAYS, first, voice.name, voice.low, voice.high, *asked)
        progress = order.part(_MELODY, "melody")
        folder = stages.stage(key, lambda into: writing_melody.keep(self._written(order, known, progress), into))
        return key, Melodies.chosen(writing_melody.kept(folder), order.options)

    def _written(self, order: _Order, known: Listened, progress: Progress) -> tuple[Melody, ...]:
        bars = max(1, len(known.to_lean_on.bars))
        progress.at(0.0, "reading what was given" if order.wish.given else "writing")

        def tell(done: list[int]) -> None:
            progress.at(sum(done) / max(len(done), 1) / bars, "writing")

        found = writing_melody.write_melodies(
            known, order.wish, order.cast.voice, lambda: self._instruments.composer, tell
        )
        progress.at(1.0, "written")
        return found

    def _sung(self, order: _Order, song: Singing, stages: Kept, second: str, backing: Backing) -> Performance:
        wanted = order.options.model_dump(include={"lyrics", "filler", "language", "harmony"})
        seed, threads = order.wish.seed, self._threads
        key = key_of("singing", _WAYS, second, song.melody.rank, order.cast.digest, wanted, seed)
        progress = order.part(_SINGING, "singing")
        folder = stages.stage(key, lambda into: singing.perform(song, seed, backing, threads, progress, into))
        return Performance(folder)
