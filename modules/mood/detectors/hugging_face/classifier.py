"""A classifier as it lies in a folder or on the Hugging Face Hub: opened once, and only if its labels are emotions."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from transformers import AutoConfig, PreTrainedModel
from transformers.utils.logging import disable_progress_bar

from models.errors import Unavailable
from modules.mood.emotions import EMOTIONS, canonical, known
from modules.mood.native_lock import NativeLock

LARGEST: Final = 64
"""More labels than there are emotions with a name are no emotions."""


class NetworkMissing(Unavailable):
    code = "mood.network_missing"
    title = "The network for moods cannot be opened"


class ForeignLabels(Unavailable):
    """A network that tells something else apart than emotions."""

    code = "mood.foreign_labels"
    title = "The network does not speak of emotions"


class Classifier:
    """Takes what a network expects, gives the likelihood of each emotion; calls from many threads take turns."""

    def __init__(self, name: str, kind: type[Any], preparer: type[Any], token: str | None = None) -> None:
        """`kind` and `preparer` are the Auto classes of the task; nothing is opened before it is needed."""
        self.name = name
        self._kind = kind
        self._preparer = preparer
        self._token = token
        self._lock = NativeLock()
        self._opened: tuple[PreTrainedModel, Any, str] | None = None

    def open(self) -> None:
        """Load it, if that is not done yet. Raises NetworkMissing, ForeignLabels."""
        with self._lock:
            if self._opened is None:
                self._opened = self._loaded()

    @property
    def signature(self) -> str:
        """Such as "hf:SamLowe/roberta-base-go_emotions 58b6c5b4"."""
        return self._parts[2]

    @property
    def preparer(self) -> Any:
        """What turns text or pixels into numbers; use it only inside `alone`."""
        return self._parts[1]

    @property
    def config(self) -> Any:
        return self._parts[0].config

    @property
    def multiple(self) -> bool:
        """Several emotions at once may be there, so that likelihoods do not add up to 1."""
        return bool(self.config.problem_type == "multi_label_classification")

    @property
    def alone(self) -> NativeLock:
        """Hold it while preparing: fast tokenizers keep the wish for shortening in themselves."""
        return self._lock

    def likelihoods(self, inputs: Mapping[str, Any]) -> list[dict[str, float]]:
        """One distribution for each row; labels that mean the same emotion count together."""
        with self._lock, torch.inference_mode():
            logits = self._parts[0](**inputs).logits.float()
        shares = torch.sigmoid(logits) if self.multiple else torch.softmax(logits, dim=-1)
        return [self._named(row) for row in shares.tolist()]

    @property
    def _parts(self) -> tuple[PreTrainedModel, Any, str]:
        self.open()
        assert self._opened is not None  # noqa: S101 - open() leaves it set or raises
        return self._opened

    def _named(self, shares: list[float]) -> dict[str, float]:
        named: dict[str, float] = {}
        for number, share in enumerate(shares):
            name = canonical(self.config.id2label[number])
            before = named.get(name, 0.0)
            named[name] = max(before, share) if self.multiple else before + share
        return named

    def _loaded(self) -> tuple[PreTrainedModel, Any, str]:
        """Weights are taken as safetensors only, and no program that comes with them is run."""
        disable_progress_bar()  # type: ignore[no-untyped-call]  # it has no annotations
        try:
            config = AutoConfig.from_pretrained(self.name, token=self._token)
            self._check_labels(config.id2label)
            network = self._kind.from_pretrained(self.name, use_safetensors=True, token=self._token)
            preparer = self._preparer.from_pretrained(self.name, token=self._token)
        except (OSError, ValueError, ImportError, KeyError) as error:
            raise self._missing(error) from error
        return network.eval(), preparer, f"hf:{self.name} {self._fingerprint(config)}"

    def _check_labels(self, labels: Mapping[int, str]) -> None:
        foreign = [label for label in labels.values() if not known(label)]
        if foreign or len(labels) < 2:
            raise ForeignLabels(
                f"{self.name} has labels that are no emotions: {', '.join(foreign[:LARGEST]) or 'only one'}.",
                next_step="Choose a network for emotions, or give its labels known names under id2label in its"
                f" config.json. Known are: {', '.join(sorted(EMOTIONS))}, and their synonyms.",
                known=sorted(EMOTIONS),
            )

    def _missing(self, error: Exception) -> NetworkMissing:
        why = str(error).strip().splitlines()
        return NetworkMissing(
            f"{self.name} cannot be opened: {why[0] if why else type(error).__name__}",
            next_step="Name a folder with config.json, model.safetensors and the files of the tokenizer or the image"
            f" processor; where there is a network, `hf download {self.name} --local-dir FOLDER` fetches one.",
        )

    def _fingerprint(self, config: Any) -> str:
        """The first characters of the weights' hash, or of the commit they came with."""
        commit = getattr(config, "_commit_hash", None)
        if commit:
            return str(commit)[:8]
        digest = hashlib.sha256()
        for path in sorted(Path(self.name).glob("*.safetensors")):
            with path.open("rb") as file:
                for chunk in iter(lambda: file.read(1 << 20), b""):
                    digest.update(chunk)
        return digest.hexdigest()[:8]
