"""Training faces turned, moved, lit, blurred and covered, as photographs in the wild are."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional


def distorted(images: Tensor, size: int, draw: torch.Generator) -> Tensor:
    """[n, 1, h, w] in 0..1 to [n, 1, size, size] in 0..1, each in its own way."""
    moved = _moved(images, size, draw)
    lit = _lit(moved, draw)
    return _covered(_blurred(lit, draw), draw)


def _moved(images: Tensor, size: int, draw: torch.Generator) -> Tensor:
    count = len(images)
    angle = (torch.randn(count, generator=draw) * math.radians(9)).clamp(-math.radians(25), math.radians(25))
    zoom = torch.exp(_between(count, -0.17, 0.17, draw))
    aspect = torch.exp(_between(count, -0.07, 0.07, draw))
    flip = torch.where(torch.rand(count, generator=draw) < 0.5, -1.0, 1.0)
    across, down = _between(count, -0.16, 0.16, draw), _between(count, -0.16, 0.16, draw)
    cosine, sine = torch.cos(angle), torch.sin(angle)
    rows = (
        torch.stack([flip * cosine * zoom * aspect, -flip * sine * zoom, across], 1),
        torch.stack([sine * zoom, cosine * zoom / aspect, down], 1),
    )
    grid = functional.affine_grid(torch.stack(rows, 1), [count, 1, size, size], align_corners=False)
    return functional.grid_sample(images, grid, mode="bilinear", padding_mode="border", align_corners=False)


def _lit(images: Tensor, draw: torch.Generator) -> Tensor:
    count, _, height, width = images.shape
    gamma = torch.exp(_between(count, -0.45, 0.45, draw)).view(-1, 1, 1, 1)
    lit = images.clamp(1e-3, 1).pow(gamma)
    slope = torch.randn(count, 2, generator=draw).mul(0.12).view(-1, 2, 1, 1)
    down = torch.linspace(-1, 1, height).view(1, 1, -1, 1)
    across = torch.linspace(-1, 1, width).view(1, 1, 1, -1)
    lit = lit * (1 + slope[:, :1] * down + slope[:, 1:] * across)
    strength = _between(count, 0, 0.03, draw).view(-1, 1, 1, 1)
    return (lit + strength * torch.randn(lit.shape, generator=draw)).clamp(0, 1)


def _blurred(images: Tensor, draw: torch.Generator) -> Tensor:
    """One in six loses its fine detail, by up to half its resolution."""
    chosen = torch.rand(len(images), generator=draw) < 1 / 6
    if not chosen.any():
        return images
    side = images.shape[-1]
    small = int(torch.randint(side // 2, side * 5 // 6, (1,), generator=draw))
    less = functional.interpolate(images[chosen], size=small, mode="area")
    images[chosen] = functional.interpolate(less, size=side, mode="bilinear", align_corners=False)
    return images


def _covered(images: Tensor, draw: torch.Generator) -> Tensor:
    """Half of them get a grey rectangle over up to a tenth of the face."""
    count, _, height, width = images.shape
    half = _between(2 * count, 0.08, 0.2, draw).view(2, -1, 1, 1, 1)
    middle = torch.rand(2, count, 1, 1, 1, generator=draw)
    down = (torch.arange(height).view(1, 1, -1, 1) / height - middle[0]).abs() < half[0]
    across = (torch.arange(width).view(1, 1, 1, -1) / width - middle[1]).abs() < half[1]
    chosen = (torch.rand(count, generator=draw) < 0.5).view(-1, 1, 1, 1)
    return torch.where(down & across & chosen, images.mean((1, 2, 3), keepdim=True), images)


def _between(count: int, least: float, most: float, draw: torch.Generator) -> Tensor:
    return torch.rand(count, generator=draw) * (most - least) + least
