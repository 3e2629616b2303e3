"""How often somebody who sings is noticed, and how often somebody is where nobody sings: by three seconds, by track."""

from dataclasses import dataclass

import numpy as np
from benching.figures import Asked, Figure

from listening.songs import Floats
from listening.throats import SUNG, UNSUNG, Lesson, Sources, lessons, played
from modules.audio.rendering import Studio
from modules.hearing.perceptron import Perceptron, read_perceptrons
from modules.hearing.vocals import likelihood

FALSE_ALARMS = 0.02
MIXES = 160


@dataclass
class Overheard:
    """odds, share: of windows of 3 s, how likely sung and how much of it is. voices: of tracks with and without."""

    odds: list[Floats]
    share: list[Floats]
    voices: dict[bool, list[float]]

    def __init__(self) -> None:
        self.odds, self.share, self.voices = [], [], {True: [], False: []}

    def add(self, lesson: Lesson, judge: Perceptron) -> None:
        logits = judge.logits(lesson.features)
        self.odds.append(logits[:, 1] - logits[:, 0])
        self.share.append(lesson.share)
        self.voices[lesson.sings].append(likelihood(self.odds[-1]))

    def figures(self) -> list[Figure]:
        odds, share = np.concatenate(self.odds), np.concatenate(self.share)
        sung, unsung, said = share > SUNG, share < UNSUNG, odds > 0
        windows = int((sung | unsung).sum())
        right = float((said & sung).sum())
        found, alarms = (float(np.mean(np.array(self.voices[kind]) > 0.5)) for kind in (True, False))
        hits, falls = found * len(self.voices[True]), alarms * len(self.voices[False])
        return [
            Figure(
                "voice.by_3_seconds.precision", "", right / max(float((said & (sung | unsung)).sum()), 1.0), windows
            ),
            Figure("voice.by_3_seconds.recall", "", right / max(float(sung.sum()), 1.0), windows),
            Figure("voice.by_track.precision", "", hits / max(hits + falls, 1e-9), len(self.odds)),
            Figure("voice.by_track.recall", "", found, len(self.voices[True])),
            Figure("voice.false_alarms", "", alarms, len(self.voices[False]), asked=Asked(FALSE_ALARMS)),
        ]


def overheard(sources: Sources, stretches: int, band: Studio) -> list[Figure]:
    """Figures of scenes with instruments, voices, languages and songs that nothing was learned from."""
    clips = played(sources, (stretches, stretches), band, held_out=True)
    judge, found = read_perceptrons()["voice"], Overheard()
    for lesson in lessons(clips, MIXES, 3):
        found.add(lesson, judge)
    return found.figures()
