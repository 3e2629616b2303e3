"""MusicGen's pattern: every codebook begins one step after the one before, so that one step says all of them."""

import torch
from torch import Tensor
from torch.nn import functional

_UNSAID = -100


def delayed(codes: Tensor, channels: int, pad: int) -> tuple[Tensor, Tensor]:
    """codes: [books, frames]. What goes in and what must come out, [books, frames + latest delay] each; -100 is free.

    In stereo the books of left and right take turns, and each two begin together.
    """
    books, frames = codes.shape
    latest = (books - 1) // channels
    said = torch.full((books, frames + latest), _UNSAID, dtype=torch.long)
    for book in range(books):
        said[book, book // channels : book // channels + frames] = codes[book]
    begin = torch.full((books, 1), _UNSAID, dtype=torch.long)
    given = torch.cat([begin, said[:, :-1]], dim=1)
    return given.where(given != _UNSAID, torch.tensor(pad)), said


def loss(logits: Tensor, said: Tensor) -> Tensor:
    """Nats a token. logits: [books, steps, vocabulary]."""
    return functional.cross_entropy(logits.float().flatten(0, 1), said.flatten(), ignore_index=_UNSAID)
