"""Sound that joins its own beginning, for music that goes round as long as a game needs it."""

import numpy as np

from modules.audio.clip import Samples


def looped(samples: Samples, frames: int, fade: int) -> Samples:
    """[frames, 2] what rings after the end is heard at the beginning; the last `fade` frames of it go to silence."""
    ringing = samples[frames:].copy()
    fade = min(fade, len(ringing))
    if fade:
        ringing[-fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)[:, None]
    body = np.zeros((frames, samples.shape[1]), dtype=np.float32)
    body[: min(frames, len(samples))] = samples[:frames]
    for start in range(0, len(ringing), max(frames, 1)):
        turn = ringing[start : start + frames]
        body[: len(turn)] += turn
    return body
