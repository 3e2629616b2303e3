"""What is told of a song: its title, its record, what a person should know, and who made it."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from models.provenance import Ingredient, Origin, SourceType
from modules.audio.mastering import Mastered
from modules.generation.engine import Commission
from modules.generation.engines.song.listening import Listened
from modules.generation.engines.song.options import SongOptions
from modules.generation.engines.song.pages import file_of
from modules.generation.engines.song.singers import Cast
from modules.generation.engines.song.singing import Performance
from modules.generation.engines.song.writing_melody import Melodies, Melody
from modules.generation.outfit import COMPOSER

NAME: Final = "song"
_LONGEST: Final = 60


@dataclass(frozen=True)
class Told:
    """A song as far as it is sung. digests: SHA-256 of everything that went in."""

    commission: Commission
    options: SongOptions
    digests: dict[str, str]
    listened: Listened
    melodies: Melodies
    performance: Performance
    cast: Cast

    @property
    def melody(self) -> Melody:
        return self.melodies.melody

    @property
    def weights(self) -> dict[str, str]:
        """Networks that had a hand in it."""
        wrote = {} if "melody" in self.digests else {COMPOSER: self.digests[COMPOSER]}
        sang = {f"voice bank {self.cast.voice.title}": self.cast.digest} if self.cast.brought else {}
        return wrote | sang

    def record(self) -> dict[str, Any]:
        facts = self.listened.facts
        heard = {
            "origin": facts.origin,
            "nature": facts.nature,
            "seconds": facts.seconds,
            "tempo": facts.tempo,
            "metre": list(facts.metre),
            "key": f"{facts.key.tonic} {facts.key.mode}" if facts.key else None,
            "voice": facts.voice,
            "sections": [[one.label, one.start, one.end] for one in facts.sections],
            "sure": facts.sure,
        }
        return {
            "engine": NAME,
            "seed": self.commission.brief.seed,
            "options": self.options.model_dump(mode="json", exclude={"backing", "melody"}),
            "inputs": {name: self.digests[name] for name in self.digests if name != COMPOSER},
            "weights": {COMPOSER: self.digests[COMPOSER]} | self.weights,
            "singer": self.cast.told(),
            "heard": heard,
            "melody": {"given": "melody" in self.digests, "rank": self.melody.rank, "reasons": self.melody.reasons},
        }


def titled(told: Told) -> str:
    name = told.commission.materials[told.options.backing].upload.name
    return PurePath(name).stem[:_LONGEST] or "Song"


def summary(told: Told, mastered: Mastered) -> dict[str, Any]:
    notes = told.melody.notes
    facts = told.listened.facts
    choice = {"candidates": candidates(told.melodies)} if told.options.candidates > 1 else {}
    return {
        "seconds": round(facts.seconds, 3),
        "bpm": round(facts.tempo, 2),
        "key": f"{facts.key.tonic} {facts.key.mode}" if facts.key else None,
        "voice": told.options.voice,
        "notes": len(notes),
        "phrases": len({note.phrase for note in notes}),
        "range": told.melody.range,
        "syllables": sum(map(len, told.performance.lines)),
        "harmony": told.performance.second is not None,
        "loudness": round(mastered.loudness, 2) if mastered.loudness > -100 else None,
        "true_peak": round(mastered.true_peak, 2) if mastered.true_peak > -100 else None,
    } | choice


def candidates(melodies: Melodies) -> list[dict[str, Any]]:
    """What can be chosen from, the best first; file: the part it is in."""
    return [
        {
            "rank": one.rank,
            "score": one.score,
            "file": file_of(one, melodies),
            "sung": one.rank == melodies.melody.rank,
            "notes": len(one.notes),
            "range": one.range,
            "reasons": one.reasons,
        }
        for one in melodies.shown
    ]


def remarks(told: Told) -> list[str]:
    """What a person should know: of the backing, the melody, and the words."""
    facts = told.listened.facts
    beatless = [] if told.listened.found else ["Words and notes keep to the melody's own times, for want of a beat."]
    return [*facts.notes, *beatless, *told.melody.remarks, *told.performance.said, *told.cast.remarks()]


def origin_of(told: Told) -> Origin:
    """Somebody's track with what a network wrote and a program sang; words are told by the record alone."""
    weights = [Ingredient(name=name[:200], sha256=digest) for name, digest in told.weights.items()]
    inputs = [
        Ingredient(name=name, sha256=told.digests[name]) for name in ("backing", "melody") if name in told.digests
    ]
    asked = told.options.model_dump(mode="json", exclude={"backing", "melody", "lyrics"})
    source = SourceType.COMPOSITE if weights else SourceType.ALGORITHMIC
    return Origin(
        source=source, inputs=inputs, weights=weights, parameters={"options": asked, "singer": told.cast.receipt()}
    )
