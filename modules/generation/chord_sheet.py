"""The chords of a song as a file: key, metre, tempos, form and every chord with its bar and its seconds."""

import json
from pathlib import Path
from typing import Any

from modules.composing.planning.plan import Plan
from modules.generation.engine import Part
from modules.score.score import Score
from modules.score.tempo import TICKS


def write_chords(score: Score, plan: Plan, folder: Path) -> Part:
    """Key, metre, tempos, sections and chords with their bars and seconds."""
    told = {
        "key": plan.key.name,
        "metre": plan.metre.name,
        "tempos": [
            {"seconds": _seconds(score, tempo.tick), "bpm": round(tempo.bpm, 4)} for tempo in score.tempo_map.tempos
        ],
        "sections": sections(plan),
        "chords": [
            {
                "name": chord.name,
                "bar": 1 + chord.start // plan.metre.ticks,
                "quarter": round(1 + chord.start % plan.metre.ticks / TICKS, 3),
                "start": _seconds(score, chord.start),
                "end": _seconds(score, chord.end),
            }
            for chord in score.chords
        ],
    }
    part = Part("chords.json", "score", "application/json", folder / "chords.json", "Chords")
    part.path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return part


def sections(plan: Plan) -> list[dict[str, Any]]:
    return [{"name": one.name, "bar": one.start + 1, "bars": one.bars} for one in plan.sections]


def _seconds(score: Score, tick: int) -> float:
    return round(float(score.tempo_map.seconds(tick)), 4)
