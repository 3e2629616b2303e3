"""Plays twins of a network of sound: the order's words are passed on, and one sound file comes back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from models.provenance import Ingredient, Origin, SourceType
from modules.audio.encoding import MEDIA_TYPES, encode
from modules.composing.one_thread import one_thread
from modules.generation.engine import Part as File
from modules.generation.engine import Work
from modules.generation.engines.twin.backends.backend import Wish
from modules.generation.engines.twin.backends.sounding import adapter_file, low_rank
from modules.generation.engines.twin.backends.sounding.network import Order, SoundNetwork
from modules.generation.engines.twin.backends.sounding.summing import sum_of
from modules.generation.progress import Progress
from modules.generation.recording import write_record

USUAL_SECONDS: Final = 30.0
_PACKAGES: Final = ("torch", "transformers", "numpy", "soundfile")


class SoundPlayer:
    """As `InferBackend` says. The network is opened with the first order, and stays."""

    def __init__(
        self, name: str, folder: Path, opened: Callable[[], SoundNetwork], packages: Sequence[str] = ()
    ) -> None:
        self._name, self._folder, self._opened = name, folder, opened
        self._packages = (*_PACKAGES, *packages)
        self._network: SoundNetwork | None = None

    def generate(self, wish: Wish, progress: Progress) -> Work:
        progress.at(0.0, "opening the network")
        network = self._network = self._network or self._opened()
        base = sum_of(self._folder)
        order = _order(wish)
        amounts = [(part, part.share * wish.strength) for part in wish.parts]
        worn = [(adapter_file.read(part.adapter), amount) for part, amount in amounts if amount]
        with one_thread(), low_rank.worn(network.learner, network.prefix, worn):
            clip = network.generate(order, progress.part(0.05, 0.9).at)
        mix = File("mix.flac", "mix", MEDIA_TYPES["flac"], wish.folder / "mix.flac", "Mix")
        progress.at(0.9, "encoding")
        encode(clip, mix.path, progress.check)
        asked = _asked(wish, order) | {"backend": self._name}
        summary = {"title": wish.prompt.text[:80] or "Untitled", "seconds": round(clip.seconds, 3), **asked}
        weights = {self._name: base} | {f"twin {part.name}"[:200]: part.sha256 for part in wish.parts}
        made = {"engine": "twin", "seed": wish.seed, "options": asked, "weights": weights, "result": summary}
        record = File("record.json", "record", "application/json", wish.folder / "record.json")
        write_record(record.path, made, [mix], progress.check, self._packages)
        progress.at(1.0, "done")
        told = [Ingredient(name=name, sha256=sha256) for name, sha256 in weights.items()]
        origin = Origin(source=SourceType.TRAINED, weights=told, parameters=asked)
        return Work([mix, record], clip.seconds, summary, _notes(wish, sings=network.sings), origin)


def _order(wish: Wish) -> Order:
    """What the fields say and the words do not is added to them."""
    prompt = wish.prompt
    words = [prompt.text] if prompt.text else []
    words += [f"{prompt.bpm:g} bpm"] if prompt.bpm and "bpm" not in prompt.text.lower() else []
    words += [prompt.key] if prompt.key and prompt.key.lower() not in prompt.text.lower() else []
    return Order(", ".join(words), wish.seconds or USUAL_SECONDS, wish.seed, prompt.bpm, prompt.key, wish.lyrics)


def _asked(wish: Wish, order: Order) -> dict[str, Any]:
    told = {"bpm": order.bpm, "key": order.key, "lyrics": order.lyrics}
    return {name: one for name, one in told.items() if one} | {
        "prompt": order.words,
        "negative": wish.prompt.negative,
        "strength": wish.strength,
        "seconds": wish.seconds,
        "twins": [{"name": part.name, "share": part.share} for part in wish.parts],
    }


def _notes(wish: Wish, *, sings: bool) -> list[str]:
    found = ["This backend makes sound, not notes: there are no stems, no MIDI and no score."]
    if wish.prompt.negative:
        found.append(f"It cannot be told what to leave out ({wish.prompt.negative!r}): say what you want instead.")
    if wish.lyrics and not sings:
        found.append(
            "This backend does not sing, so the lyrics were left out: the backend ace_step and the engine song do."
        )
    return found
