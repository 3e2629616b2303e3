"""A line with breath: notes joined or parted, rests where it pauses, and where each phrase begins."""

from typing import Final

import numpy as np

from modules.composing.bars import Flags, Floats, Ints
from modules.composing.melody.backing import Backing
from modules.composing.melody.candidate import LENGTH, START
from modules.composing.melody.lanes import bars_at
from modules.composing.melody.manner import Manner
from modules.composing.melody.pausing import quarters

_LONGEST: Final = 14
"""Sixteenths for which a note is held at most."""
_PAUSE: Final = 5
"""Sixteenths from note to note that are a pause where one is meant."""
_LONG: Final = 6
"""Sixteenths from note to note after which people breathe, wherever that is."""
_SLOW: Final = ((60.0, 71.0, 88.0), (0.64, 0.95, 1.3))
"""Beats a minute, and how often people part notes there, against the usual: in a slow song a sixteenth is longer."""
_FEWEST: Final = 4
_BREAK: Final = 8
"""Notes of a phrase at least, and sixteenths of silence before which it may have fewer."""
_LAST: Final = (4, 8)


def breathing(line: Ints, backing: Backing, silent: Flags, manner: Manner, rng: np.random.Generator) -> Ints:
    """The same notes, each as long as it is sung. silent: [quarters] where it pauses."""
    if len(line) < 2:
        return line
    gaps = np.diff(line[:, START])
    ends = ends_of(line, backing, silent)
    resting = ends & (rng.random(len(gaps)) < manner.resting)
    draw = rng.random(len(gaps))
    often = manner.parted * np.interp(_tempo(line, backing), *_SLOW)
    parted = np.where((draw < often) & (gaps >= 2), 1, 0)
    parted = np.where((draw > 1.0 - manner.gapped) & (gaps >= 3), 2, parted)
    pausing = np.clip(np.ceil(manner.silent * gaps), 2, gaps - 1)
    rest = np.where(resting, pausing, np.where(ends, 1, parted))
    shaped = line.copy()
    shaped[:-1, LENGTH] = gaps - np.maximum(rest.astype(int), gaps - _LONGEST)
    shaped[-1, LENGTH] = np.clip(line[-1, LENGTH], *_LAST)
    return shaped


def _tempo(line: Ints, backing: Backing) -> Floats:
    """[notes - 1] at which each is sung; where nobody knows, that of many songs."""
    return np.nan_to_num(backing.tempo, nan=90.0)[bars_at(backing, line[:-1, START])]


def ends_of(line: Ints, backing: Backing, silent: Flags) -> Flags:
    """[notes - 1] after which of the notes a phrase ends."""
    places = quarters(backing)
    gaps = np.diff(line[:, START])
    total = np.concatenate([[0], np.cumsum(silent)])
    at = np.searchsorted(places[:, 0], line[:, START], side="right") - 1
    between = total[at[1:]] - total[np.minimum(at[:-1] + 1, len(silent))]
    return np.asarray(((between > 0) & (gaps >= _PAUSE)) | (gaps >= _LONG))


def phrases_in(line: Ints, ends: Flags) -> tuple[int, ...]:
    """Numbers of the notes that begin a phrase. ends: as of `ends_of`; a held note among three others is no end."""
    if not len(line):
        return ()
    silent = line[1:, START] - line[:-1, START] - line[:-1, LENGTH]
    begun = [0]
    for end in np.flatnonzero(ends).tolist():
        long_enough = min(end + 1 - begun[-1], len(line) - end - 1) >= _FEWEST
        if long_enough or silent[end] >= _BREAK:
            begun.append(end + 1)
    return tuple(begun)
