"""What one source said, reduced to what may be kept, and which of it counts."""

import math
from collections.abc import Mapping, Sequence

from models.mood import Mood
from models.mood_entry import Evidence
from models.reading import Reading
from modules.mood.emotions import canonical, known


def evidence_of(heard: Reading | Mood) -> Evidence:
    """Numbers only: a reading's boxes, language and notes are about the picture or the sentence, and stay behind."""
    if isinstance(heard, Reading):
        return Evidence(mood=_kept(heard.mood), certain=heard.certain, network=heard.network)
    return Evidence(mood=_kept(heard))


def counting(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sources that could tell; all of them when none could."""
    certain = [one for one in evidence if one.certain]
    return certain or list(evidence)


def _kept(mood: Mood) -> Mood:
    """The mood with the emotions that the table knows: a client may send anything as a distribution."""
    return mood.model_copy(update={"distribution": _known(mood.distribution)})


def _known(distribution: Mapping[str, float]) -> dict[str, float]:
    kept = ((name, share) for name, share in distribution.items() if known(name) and math.isfinite(share))
    return {canonical(name): min(max(share, 0.0), 1.0) for name, share in kept}
