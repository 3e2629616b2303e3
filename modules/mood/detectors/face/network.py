"""The face network as it is trained: a plain residual net with one body and two heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from modules.mood.detectors.face.votes import EMOTIONS, FER2013


@dataclass(frozen=True)
class Shape:
    stem: int = 24
    widths: tuple[int, ...] = (40, 96, 192)
    depths: tuple[int, ...] = (1, 2, 2)
    dropout: float = 0.25


class FaceNetwork(nn.Module):
    """Grey faces [n, 1, h, w], in any units, to logits: eight for FER+, seven for FER2013."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        stages: list[nn.Module] = [_convolution(1, shape.stem), nn.ReLU(inplace=True)]
        stages += [_convolution(shape.stem, shape.widths[0], step=2), nn.ReLU(inplace=True)]
        width = shape.widths[0]
        for stage, (wider, depth) in enumerate(zip(shape.widths, shape.depths, strict=True)):
            for block in range(depth):
                stages.append(Block(width, wider, step=2 if stage and not block else 1))
                width = wider
        self.body = nn.Sequential(*stages)
        self.dropout = nn.Dropout(shape.dropout)
        self.ferplus = nn.Linear(width, len(EMOTIONS))
        self.fer2013 = nn.Linear(width, len(FER2013))

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        """Every face is brought to its own mean and spread first, so that light and camera matter less."""
        mean = faces.mean((1, 2, 3), keepdim=True)
        spread = (faces - mean).square().mean((1, 2, 3), keepdim=True).sqrt()
        seen = self.body((faces - mean) / (spread + 1e-3))
        seen = self.dropout(seen.mean((2, 3)))
        return self.ferplus(seen), self.fer2013(seen)


class Block(nn.Module):
    """Two convolutions beside a short cut; channels are weighed by what the whole face shows."""

    def __init__(self, width: int, wider: int, *, step: int) -> None:
        super().__init__()
        self.step = step
        self.first = _convolution(width, wider, step=step)
        self.second = _convolution(wider, wider)
        self.short = _convolution(width, wider, kernel=1) if width != wider else nn.Identity()
        self.squeeze = nn.Linear(wider, wider // 8)
        self.excite = nn.Linear(wider // 8, wider)

    def forward(self, seen: Tensor) -> Tensor:
        found = self.second(functional.relu(self.first(seen), inplace=True))
        weight = torch.sigmoid(self.excite(functional.relu(self.squeeze(found.mean((2, 3))))))
        kept = functional.avg_pool2d(seen, 2) if self.step == 2 else seen
        found = found * weight[:, :, None, None]
        return functional.relu(found + cast("Tensor", self.short(kept)))


def _convolution(width: int, wider: int, *, kernel: int = 3, step: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(width, wider, kernel, step, kernel // 2, bias=False),
        nn.BatchNorm2d(wider),
    )
