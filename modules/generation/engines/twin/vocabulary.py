"""The words an order for a twin is understood by; docs/twin-prompts.md is written from these tables."""

from dataclasses import dataclass
from typing import Final

from models.mood import POINTS


@dataclass(frozen=True)
class Genre:
    """style: of the house. bpm: where no tempo is asked for. instruments: those it brings along. minor: its home."""

    style: str
    bpm: float
    instruments: tuple[str, ...] = ()
    minor: bool | None = None
    metre: str | None = None


@dataclass(frozen=True)
class Instrument:
    """programs: General MIDI. roles: what it can play, the most fitting first."""

    programs: tuple[int, ...]
    roles: tuple[str, ...]


GENRES: Final[dict[str, Genre]] = {
    "trap": Genre("lofi", 140, ("808",), minor=True),
    "drill": Genre("lofi", 142, ("808",), minor=True),
    "hip hop": Genre("lofi", 92, ("electric piano",), minor=True),
    "boom bap": Genre("lofi", 90, ("electric piano",), minor=True),
    "lofi": Genre("lofi", 82),
    "house": Genre("chiptune", 124, ("synth bass", "piano")),
    "techno": Genre("chiptune", 132, ("synth bass", "synth lead"), minor=True),
    "edm": Genre("chiptune", 128, ("synth bass", "synth lead")),
    "synthwave": Genre("chiptune", 105, ("synth bass", "synth lead", "synth pad"), minor=True),
    "chiptune": Genre("chiptune", 140),
    "drum and bass": Genre("chiptune", 172, ("synth bass",), minor=True),
    "dubstep": Genre("chiptune", 140, ("synth bass",), minor=True),
    "ambient": Genre("orchestral", 70, ("synth pad",)),
    "cinematic": Genre("orchestral", 90, ("strings", "brass"), minor=True),
    "orchestral": Genre("orchestral", 100),
    "classical": Genre("orchestral", 108),
    "waltz": Genre("orchestral", 140, metre="3/4"),
    "pop": Genre("pop", 116),
    "rock": Genre("pop", 124, ("distorted guitar",)),
    "metal": Genre("pop", 150, ("distorted guitar",), minor=True),
    "punk": Genre("pop", 170, ("distorted guitar",)),
    "funk": Genre("pop", 108, ("slap bass", "clean guitar")),
    "soul": Genre("pop", 92, ("electric piano",)),
    "rnb": Genre("lofi", 88, ("electric piano",)),
    "reggae": Genre("pop", 78, ("clean guitar", "organ")),
    "country": Genre("pop", 104, ("acoustic guitar",)),
    "folk": Genre("pop", 100, ("acoustic guitar",)),
    "jazz": Genre("pop", 132, ("piano", "upright bass", "saxophone")),
    "blues": Genre("pop", 84, ("clean guitar", "organ"), minor=True),
    "ballad": Genre("piano", 72),
    "piano solo": Genre("piano", 110),
    "game": Genre("chiptune", 136),
}
GENRE_SPELLINGS: Final = {
    "hip-hop": "hip hop",
    "hiphop": "hip hop",
    "lo-fi": "lofi",
    "lo fi": "lofi",
    "dnb": "drum and bass",
    "drum & bass": "drum and bass",
    "drum n bass": "drum and bass",
    "r&b": "rnb",
    "solo piano": "piano solo",
    "8-bit": "chiptune",
    "8 bit": "chiptune",
    "orchestra": "orchestral",
    "film": "cinematic",
    "soundtrack": "cinematic",
    "videogame": "game",
    "retrowave": "synthwave",
    "electronic": "edm",
    "dance": "edm",
}
INSTRUMENTS: Final[dict[str, Instrument]] = {
    "808": Instrument((38,), ("bass",)),
    "piano": Instrument((0,), ("chords", "melody")),
    "electric piano": Instrument((4, 5), ("chords", "melody")),
    "organ": Instrument((16, 19), ("chords", "pad")),
    "harpsichord": Instrument((6,), ("chords", "melody")),
    "acoustic guitar": Instrument((24, 25), ("chords", "melody")),
    "clean guitar": Instrument((27,), ("chords", "melody")),
    "distorted guitar": Instrument((29, 30), ("chords", "counter", "melody")),
    "harp": Instrument((46,), ("chords",)),
    "bass": Instrument((33,), ("bass",)),
    "upright bass": Instrument((32,), ("bass",)),
    "slap bass": Instrument((36,), ("bass",)),
    "synth bass": Instrument((38, 39), ("bass",)),
    "strings": Instrument((48,), ("pad", "melody")),
    "violin": Instrument((40,), ("melody", "counter")),
    "cello": Instrument((42,), ("melody", "counter")),
    "choir": Instrument((52,), ("pad", "melody")),
    "brass": Instrument((61,), ("pad", "counter", "melody")),
    "trumpet": Instrument((56,), ("melody", "counter")),
    "horn": Instrument((60,), ("counter", "melody")),
    "saxophone": Instrument((65, 66), ("melody", "counter")),
    "clarinet": Instrument((71,), ("melody", "counter")),
    "flute": Instrument((73,), ("melody", "counter")),
    "synth lead": Instrument((80, 81), ("melody", "counter")),
    "synth pad": Instrument((89, 90), ("pad", "chords")),
    "bells": Instrument((14,), ("melody", "counter")),
    "marimba": Instrument((12,), ("melody", "chords")),
    "vibraphone": Instrument((11,), ("melody", "chords")),
    "music box": Instrument((10,), ("melody",)),
    "drums": Instrument((0,), ("drums",)),
}
INSTRUMENT_SPELLINGS: Final = {
    "808s": "808",
    "keys": "piano",
    "rhodes": "electric piano",
    "guitar": "acoustic guitar",
    "electric guitar": "clean guitar",
    "double bass": "upright bass",
    "sax": "saxophone",
    "horns": "brass",
    "synth": "synth lead",
    "synths": "synth lead",
    "synthesizer": "synth lead",
    "lead": "synth lead",
    "arp": "synth lead",
    "pad": "synth pad",
    "pads": "synth pad",
    "bell": "bells",
    "vocals": "choir",
    "drum": "drums",
    "beat": "drums",
    "beats": "drums",
    "percussion": "drums",
    "violins": "violin",
    "string": "strings",
}
MOODS: Final[dict[str, tuple[float, float]]] = {
    **{label.value: (point.valence, point.arousal) for label, point in POINTS.items()},
    "dark": (-0.5, 0.1),
    "bright": (0.6, 0.3),
    "chill": (0.4, -0.6),
    "relaxed": (0.5, -0.6),
    "mellow": (0.3, -0.5),
    "dreamy": (0.3, -0.5),
    "peaceful": (0.6, -0.6),
    "gentle": (0.5, -0.5),
    "soft": (0.3, -0.5),
    "warm": (0.5, -0.2),
    "romantic": (0.5, -0.3),
    "melancholy": (-0.45, -0.6),
    "moody": (-0.4, -0.2),
    "gloomy": (-0.6, -0.4),
    "mysterious": (-0.3, 0.0),
    "eerie": (-0.5, 0.2),
    "scary": (-0.6, 0.6),
    "aggressive": (-0.5, 0.8),
    "hard": (-0.3, 0.7),
    "heavy": (-0.3, 0.6),
    "epic": (0.2, 0.8),
    "dramatic": (-0.2, 0.7),
    "triumphant": (0.7, 0.7),
    "uplifting": (0.7, 0.5),
    "hopeful": (0.6, 0.1),
    "joyful": (0.85, 0.45),
    "playful": (0.7, 0.4),
    "cheerful": (0.8, 0.4),
    "upbeat": (0.6, 0.6),
    "groovy": (0.5, 0.5),
    "intense": (-0.1, 0.8),
    "emotional": (-0.3, 0.0),
    "nostalgic": (0.0, -0.4),
    "lonely": (-0.6, -0.4),
    "quiet": (0.2, -0.7),
}
TEMPI: Final[dict[str, float]] = {
    "very slow": 55.0,
    "slow": 72.0,
    "midtempo": 100.0,
    "mid-tempo": 100.0,
    "moderate": 104.0,
    "fast": 148.0,
    "uptempo": 136.0,
    "up-tempo": 136.0,
    "very fast": 172.0,
}
METRES: Final = ("4/4", "3/4", "2/4", "6/8")
_NOTHING: Final = """
a an and the with in of for to at by on my me some music song track tune piece instrumental sound sounds style vibe
vibes feel feeling mood bpm key please make like very little bit more less no without not it that is solo tempo type
loop melody chords
"""
SILENT: Final = frozenset(_NOTHING.split())
"""Words that ask for nothing."""
