"""What stands above the staves in MusicXML: tempo, sections and chords."""

from bisect import bisect_right
from xml.sax.saxutils import escape

from modules.score.changes import STEPS
from modules.score.quantising import TICKS_PER_UNIT
from modules.score.score import Score
from modules.score.spelling import kind_of
from modules.score.timeline import Bar

_CLOSE = 0.005
"""Tempos that differ by less than this share are written once, so that a played rubato does not fill the page."""


class Marks:
    """The marks of a score by the number of their bar."""

    def __init__(self, score: Score, bars: list[Bar]) -> None:
        self._starts = [bar.start for bar in bars]
        self._marks: dict[int, list[str]] = {}
        for marker in score.markers:
            rehearsal = f"<direction-type><rehearsal>{escape(marker.text)}</rehearsal></direction-type>"
            self._add(marker.tick, f'<direction placement="above">{rehearsal}{{offset}}</direction>\n')
        shown = 0.0
        for tempo in score.tempo_map.tempos:
            if abs(tempo.bpm - shown) > _CLOSE * tempo.bpm:
                shown = tempo.bpm
                self._add(tempo.tick, _metronome(shown))
        for chord in score.chords:
            self._add(chord.start, _harmony(chord.name))

    def of(self, bar: int) -> list[str]:
        return self._marks.get(bar, [])

    def _add(self, tick: int, mark: str) -> None:
        bar = max(bisect_right(self._starts, tick) - 1, 0)
        units = (tick - self._starts[bar]) // TICKS_PER_UNIT
        offset = f"<offset>{units}</offset>" if units else ""
        self._marks.setdefault(bar, []).append(mark.replace("{offset}", offset))


def _metronome(bpm: float) -> str:
    beats = f"<metronome><beat-unit>quarter</beat-unit><per-minute>{bpm:.4g}</per-minute></metronome>"
    sound = f'<sound tempo="{bpm:.6g}"/>'
    return f'<direction placement="above"><direction-type>{beats}</direction-type>{{offset}}{sound}</direction>\n'


def _harmony(name: str) -> str:
    if not name or name[0] not in STEPS:
        return (
            ""
            if not name
            else '<harmony><root><root-step text="">C</root-step></root><kind>none</kind>{offset}</harmony>\n'
        )
    step, rest = name[0], name[1:]
    alter = {"b": -1, "#": 1}.get(rest[:1], 0)
    kind, text = kind_of(rest[1:] if alter else rest)
    root = f"<root><root-step>{step}</root-step>{f'<root-alter>{alter}</root-alter>' if alter else ''}</root>"
    return f'<harmony>{root}<kind text="{text}">{kind}</kind>{{offset}}</harmony>\n'
