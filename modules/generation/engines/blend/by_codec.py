"""The way through the codec, as a work: a mix alone, at 24 kHz, with the record of both tracks."""

from pathlib import Path
from typing import Any, Final

from models.errors import Invalid
from models.provenance import Ingredient, Origin, SourceType
from modules.audio.clip import Check, Clip
from modules.audio.decoding import decode_audio
from modules.audio.encoding import MEDIA_TYPES, encode
from modules.generation.engine import Commission, Part, Work
from modules.generation.engines.blend import Blend
from modules.generation.engines.blend.analysis import analysed
from modules.generation.engines.blend.codec.blender import blend
from modules.generation.engines.blend.codec.weights import cascade_file, codec_file
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.request import checked
from modules.generation.engines.blend.symbolic.listening import Track
from modules.generation.engines.blend.telling import remarks, titled
from modules.generation.progress import Progress
from modules.generation.recording import sha256_of, write_record

RATE: Final = 24_000
_PACKAGES: Final = ("numpy", "scipy", "soundfile", "torch", "encodec")


class NeedsSound(Invalid):
    code = "blend.needs_sound"
    title = "The codec's way needs sound"


def by_codec(
    commission: Commission, options: BlendOptions, tracks: tuple[Track, Track], folder: Path, progress: Progress
) -> Work:
    """Raises NeedsSound for MIDI. Both tracks need not be music: the codec takes whatever sounds."""
    one, two = (_clip(track, commission, options, progress.check) for track in tracks)
    _, seconds = checked(commission.brief)
    made = blend(
        one,
        two,
        seconds=seconds,
        amount=options.amount,
        seed=commission.brief.seed or 0,
        folder=folder,
        report=progress.part(0.0, 0.9).at,
        check=progress.check,
    )
    progress.at(0.9, "encoding")
    mix = Part("mix.flac", "mix", MEDIA_TYPES["flac"], commission.folder / "mix.flac", "Mix")
    encode(made, mix.path, progress.check)
    progress.at(0.96, "recording")
    result = {"title": titled(tracks), "seconds": round(made.seconds, 3), "rate": made.rate}
    told = _told(commission, options, tracks, folder, progress.check)
    record = Part("record.json", "record", "application/json", commission.folder / "record.json")
    write_record(record.path, told | {"result": result}, [mix], progress.check, _PACKAGES)
    progress.at(1.0, "done")
    return Work([mix, record], made.seconds, result, remarks(commission.brief, options, tracks), _origin(tracks, told))


def _clip(track: Track, commission: Commission, options: BlendOptions, check: Check) -> Clip:
    if track.score is not None:
        raise NeedsSound(
            f"Track {track.name} is MIDI, which the codec cannot take.",
            field=f"options.{track.name}",
            next_step="Order method symbolic, or send a recording of it.",
        )
    start, end = track.window
    path = commission.materials[getattr(options, track.name)].path
    decoded = decode_audio(path, RATE, mono=True, max_seconds=end, check=check)
    return Clip(decoded.clip.samples[round(start * RATE) :], RATE)


def _told(
    commission: Commission, options: BlendOptions, tracks: tuple[Track, Track], folder: Path, check: Check
) -> dict[str, Any]:
    brief = commission.brief
    weights = (codec_file(folder), cascade_file(folder))
    return {
        "engine": Blend.name,
        "seed": brief.seed,
        "seconds": brief.seconds,
        "options": options.model_dump(mode="json", exclude={"a", "b"}),
        "inputs": {"tracks": {track.name: analysed(track, None) for track in tracks}},
        "material": "codec",
        "weights": {file.name: sha256_of(file, check) for file in weights},
    }


def _origin(tracks: tuple[Track, Track], told: dict[str, Any]) -> Origin:
    return Origin(
        source=SourceType.COMPOSITE,
        inputs=[Ingredient(name=f"track {one.name}: {one.title}"[:200], sha256=one.sha256) for one in tracks],
        weights=[Ingredient(name=name, sha256=digest) for name, digest in told["weights"].items()],
        parameters={name: told[name] for name in ("seconds", "options")},
    )
