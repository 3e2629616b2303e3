"""The network for English: 28 emotions of GoEmotions from word pieces, in ONNX with 8-bit weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from modules.mood.detectors.text.labels import ENGLISH

Floats = NDArray[np.float32]
NETWORK, TOKENS, SETTINGS = "english.onnx", "tokenizer.json", "english.json"
TOGETHER: Final = 8
"""So many sentences of about one length are read at once."""
LONGEST: Final = 128
"""Word pieces of one sentence; what is longer is cut."""


class EnglishNetwork:
    """Reads only; many threads may use one."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        content = (folder / NETWORK).read_bytes()
        self.network = f"english-{sha256(content).hexdigest()[:8]}"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._tokens = Tokenizer.from_file(str(folder / TOKENS))
        self._tokens.enable_truncation(LONGEST)
        self._tokens.no_padding()
        settings: dict[str, Any] = json.loads((folder / SETTINGS).read_text())
        self.thresholds = np.array(settings["thresholds"], dtype=np.float32)
        self._slope = np.array(settings["slope"], dtype=np.float32)
        self._shift = np.array(settings["shift"], dtype=np.float32)

    def logits(self, sentences: Sequence[str]) -> Floats:
        """[sentences, 28]"""
        found = [encoding.ids for encoding in self._tokens.encode_batch(list(sentences))]
        order = sorted(range(len(found)), key=lambda place: len(found[place]))
        logits = np.zeros((len(found), len(ENGLISH)), dtype=np.float32)
        for start in range(0, len(order), TOGETHER):
            places = order[start : start + TOGETHER]
            logits[places] = self._run([found[place] for place in places])
        return logits

    def _run(self, pieces: list[list[int]]) -> Floats:
        ids = np.zeros((len(pieces), max(map(len, pieces))), dtype=np.int64)
        for row, one in enumerate(pieces):
            ids[row, : len(one)] = one
        mask = (ids != 0).astype(np.int64)
        return np.asarray(self._session.run(None, {"ids": ids, "mask": mask})[0], dtype=np.float32)

    def likelihoods(self, logits: Floats) -> Floats:
        """How likely each emotion is, so that of a hundred sentences at .3 about thirty carry it."""
        return np.asarray(1 / (1 + np.exp(-(logits * self._slope + self._shift))), dtype=np.float32)

    def said(self, logits: Floats) -> NDArray[np.bool_]:
        """A yes or a no for each emotion, as they are measured; always at least one yes."""
        beyond = logits - self.thresholds
        return np.asarray((beyond > 0) | (beyond == beyond.max(1, keepdims=True)))

    def emotions(self, sentence: str) -> set[str]:
        passed = self.said(self.logits([sentence]))[0]
        return {name for name, yes in zip(ENGLISH, passed, strict=True) if yes}

    def foreign(self, sentence: str) -> float:
        """How many pieces a word falls into on average: hardly above 1 in English, above 2 in most other languages."""
        plain = "".join(sign if sign.isalpha() else " " for sign in sentence).split()
        return len(self._tokens.encode(" ".join(plain), add_special_tokens=False).ids) / max(len(plain), 1)
