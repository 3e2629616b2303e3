"""Orders for the engine `song` without a server, and the short backings of many kinds that it is tried on."""

import io
import random
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from listening.playing import played, studio

from benching.band import band
from benching.blend_order import material
from models.generation import Brief
from modules.audio.clip import RATE
from modules.generation.engine import Commission, Engine, Work
from modules.generation.progress import silent_progress
from modules.score.changes import faster, transpose
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi
from modules.voice.voices import VOICES

WORDS = (
    "Walking down the river in the morning light\nEverything I wanted was there in sight",
    "Die Nacht ist still, der Mond geht auf\nund alle Sterne leuchten",
    "",
    "One, two, three and 42 more reasons to stay",
)


def sung(engine: Engine, backing: Path, folder: Path, seed: int = 1, **options: Any) -> Work:
    """The whole work, its files in that folder."""
    brief = Brief(engine="song", seed=seed, options={"backing": "backing", **options})
    return engine.generate(Commission(brief, {"backing": material(backing)}, folder), silent_progress())


def short_backings(count: int, seconds: float = 8.0) -> list[tuple[bytes, dict[str, Any]]]:
    """MIDI files and recordings, fast and slow, loud, soft, mono and clipped, with an order for each."""
    dice, made = random.Random(5), []  # noqa: S311 - the same ones every time
    for number in range(count):
        pace = dice.uniform(0.7, 1.4)
        score = faster(transpose(read_midi(band(seconds * pace)), dice.randint(-5, 6)), pace)
        data = write_midi(score) if number % 2 else _recorded(score, dice.choice((0.02, 0.2, 1.0, 3.0)), dice)
        order = {"voice": list(VOICES)[number % len(VOICES)], "lyrics": WORDS[number % len(WORDS)]}
        made.append((data, order))
    return made


def _recorded(score: Any, level: float, dice: random.Random) -> bytes:
    sound = np.clip(played(score, studio()) * level, -1, 1)
    sound = sound if dice.random() < 0.7 else sound.mean(axis=1)
    held = io.BytesIO()
    soundfile.write(held, sound, RATE, format="WAV", subtype="PCM_16")
    return held.getvalue()
