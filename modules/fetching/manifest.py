"""`WEIGHTS`, the one list of what can be fetched: files with sizes, checksums and the licence they come under."""

from dataclasses import dataclass
from typing import Final

from models.errors import NotFound


class UnknownWeights(NotFound):
    code = "weights.unknown"
    title = "There are no weights of that name"


@dataclass(frozen=True)
class File:
    """One file of some weights. Without a checksum only its length is held against what the server announced."""

    name: str
    url: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Hub:
    """A repository on the Hugging Face hub, and which of its files are wanted; the hub tells names, sizes and sums."""

    repository: str
    wanted: tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """What `museaika weights fetch NAME` puts into the folder NAME.

    files: where there is a hub, those without which the others are of no use; the hub's list takes their place.
    """

    name: str
    title: str
    licence: str
    page: str
    files: tuple[File, ...]
    hub: Hub | None = None

    @property
    def size(self) -> int:
        """Bytes of the files whose size is known."""
        return sum(file.size or 0 for file in self.files)


def on_the_hub(repository: str, revision: str, name: str, size: int | None = None, sha256: str | None = None) -> File:
    """A file of a repository on the Hugging Face hub; the revision is a commit, so that it stays the same file."""
    return File(name, f"https://huggingface.co/{repository}/resolve/{revision}/{name}", size, sha256)


ENCODEC: Final = Weights(
    "encodec",
    "EnCodec, 24 kHz mono: sound to latents and back, for the engine blend",
    "CC BY-NC 4.0 (the licence inside the package encodec 0.1.1, which names this file): non-commercial use only",
    "https://github.com/facebookresearch/encodec",
    (
        File(
            "encodec_24khz-d7cc33bc.th",
            "https://dl.fbaipublicfiles.com/encodec/v0/encodec_24khz-d7cc33bc.th",
            93_171_529,
            "d7cc33bcf1aad7f2dad9836f36431530744abeace3ca033005e3290ed4fa47bf",
        ),
    ),
)
MUSICGEN: Final = Weights(
    "musicgen",
    "MusicGen small: sound from words, for twins",
    "CC BY-NC 4.0: non-commercial use only",
    "https://huggingface.co/facebook/musicgen-small",
    tuple(
        on_the_hub("facebook/musicgen-small", "main", name)
        for name in ("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")
    ),
    Hub("facebook/musicgen-small", ("*.json", "*.model", "model*.safetensors")),
)
ACE_STEP: Final = Weights(
    "ace-step",
    "ACE-Step 1.5 XL base in diffusers' format: songs from words, for twins",
    "MIT",
    "https://huggingface.co/ACE-Step/acestep-v15-xl-base-diffusers",
    tuple(
        on_the_hub("ACE-Step/acestep-v15-xl-base-diffusers", "main", name)
        for name in ("model_index.json", "transformer/config.json", "vae/config.json", "text_encoder/config.json")
    ),
    Hub("ACE-Step/acestep-v15-xl-base-diffusers", ("*.json", "*.txt", "*.jinja", "*.safetensors")),
)
WEIGHTS: Final[tuple[Weights, ...]] = (ENCODEC, MUSICGEN, ACE_STEP)


def weights_named(name: str) -> Weights:
    for weights in WEIGHTS:
        if weights.name == name:
            return weights
    raise UnknownWeights(
        f"There are no weights named {name!r}.",
        field="name",
        next_step=f"Known: {', '.join(weights.name for weights in WEIGHTS)}.",
    )
