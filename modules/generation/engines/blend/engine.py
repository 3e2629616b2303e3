"""How an order for a blend becomes a work: both tracks listened to, then the way of notes or the way of the codec."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from models.provenance import Ingredient, Origin, SourceType
from modules.audio.mastering import Target
from modules.generation.chord_sheet import write_chords
from modules.generation.engine import Commission, Part, Work
from modules.generation.engines.blend import Blend
from modules.generation.engines.blend.analysis import analysed
from modules.generation.engines.blend.by_codec import by_codec
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.request import checked
from modules.generation.engines.blend.symbolic.band import band_of
from modules.generation.engines.blend.symbolic.listening import Track, listen
from modules.generation.engines.blend.symbolic.piece import Blended, blend
from modules.generation.engines.blend.telling import facts, remarks, titled
from modules.generation.instruments import Instruments
from modules.generation.preview import Planned, first_bars
from modules.generation.production import FADE, Wanted, produce
from modules.generation.progress import Progress
from modules.generation.recording import PACKAGES, described, write_record
from modules.hearing.ears import Ears

_PACKAGES: Final = (*PACKAGES, "torch", "onnxruntime")
_HEARD, _WRITTEN = 0.4, 0.6
"""How far the work is when both tracks were listened to, and when the notes are there."""


class BlendEngine:
    def __init__(self, weights: Path, soundfont: Path, codec: Path, threads: int) -> None:
        self._instruments = Instruments(weights, soundfont)
        self._codec, self._threads = codec, threads
        self._ears = Ears(threads=threads)

    def generate(self, commission: Commission, progress: Progress) -> Work:
        progress.at(0.0, "reading the order")
        options, seconds = checked(commission.brief)
        tracks = self._listened(commission, options, progress.part(0.0, _HEARD))
        if options.method == "codec":
            return by_codec(commission, options, tracks, self._codec, progress.part(_HEARD, 1.0))
        seed = commission.brief.seed or 0
        song = blend(tracks, options, seconds, seed, self._instruments.composer, progress.part(_HEARD, _WRITTEN))
        return self._finished(commission, options, tracks, song, progress.part(_WRITTEN, 1.0))

    def _listened(self, commission: Commission, options: BlendOptions, progress: Progress) -> tuple[Track, Track]:
        """Where both are the same upload, it is listened to once."""
        materials = commission.materials
        first = progress.part(0.0, 0.5).named("listening to a: ")
        one = listen("a", materials[options.a], options, self._ears, first)
        if options.a == options.b:
            return one, replace(one, name="b", remarks=())
        second = progress.part(0.5, 1.0).named("listening to b: ")
        return one, listen("b", materials[options.b], options, self._ears, second)

    def _finished(
        self,
        commission: Commission,
        options: BlendOptions,
        tracks: tuple[Track, Track],
        song: Blended,
        progress: Progress,
    ) -> Work:
        folder, brief = commission.folder, commission.brief
        score = replace(song.score, title=titled(tracks))
        wanted = Wanted(Target(options.loudness, fade_out=FADE), options.reverb, options.sounds, None, self._threads)
        told = self._told(commission, options, tracks)
        origin = self._origin(tracks, told)
        if options.sounds != "none":
            planned = Planned(song.plan, score)
            progress.offer(
                lambda: first_bars(planned, self._instruments.studio, wanted, folder, progress.check), origin
            )
        made = produce(score, self._instruments.studio, wanted, folder, progress.part(0.0, 0.96))
        progress.at(0.96, "recording")
        parts = [*made.parts, write_chords(score, song.plan, folder)]
        result = {"title": score.title} | described(score, made.mastered) | facts(song)
        record = Part("record.json", "record", "application/json", folder / "record.json")
        write_record(record.path, told | {"seed": brief.seed, "result": result}, parts, progress.check, _PACKAGES)
        progress.at(1.0, "done")
        notes = [*remarks(brief, options, tracks), *made.remarks(options.loudness)]
        return Work([*parts, record], made.seconds, result, notes, origin)

    def _told(self, commission: Commission, options: BlendOptions, tracks: tuple[Track, Track]) -> dict[str, Any]:
        brief = commission.brief
        analysis = {track.name: analysed(track, band_of(track)) for track in tracks}
        return {
            "engine": Blend.name,
            "seconds": brief.seconds,
            "options": options.model_dump(mode="json", exclude={"a", "b"}),
            "inputs": {"tracks": analysis, "soundfont": self._instruments.sha256["soundfont"]},
            "material": "network",
            "weights": {"composer.safetensors": self._instruments.sha256["composer.safetensors"]},
        }

    def _origin(self, tracks: tuple[Track, Track], told: dict[str, Any]) -> Origin:
        inputs = [Ingredient(name=f"track {one.name}: {one.title}"[:200], sha256=one.sha256) for one in tracks]
        inputs.append(Ingredient(name="soundfont", sha256=self._instruments.sha256["soundfont"]))
        return Origin(
            source=SourceType.COMPOSITE,
            inputs=inputs,
            weights=[Ingredient(name=name, sha256=digest) for name, digest in told["weights"].items()],
            parameters={name: told[name] for name in ("seconds", "options")},
        )
