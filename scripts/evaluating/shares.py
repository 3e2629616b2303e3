"""What share of the answers is yes."""

from collections.abc import Iterable

import numpy as np


def percent(answers: Iterable[bool]) -> float:
    return 100 * float(np.mean(list(answers)))
