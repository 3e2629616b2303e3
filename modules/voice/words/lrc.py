"""Words with times for players that show them: LRC with the time of every syllable."""

from collections.abc import Sequence

from modules.voice.words.setting import SungSyllable


def lrc(lines: Sequence[Sequence[SungSyllable]], title: str = "") -> str:
    """Lines as [mm:ss.xx], syllables as <mm:ss.xx>; a syllable that goes on a word stands right behind it."""
    head = [f"[ti:{title}]"] if title else []
    return "\n".join([*head, *(_line(line) for line in lines if line)]) + "\n"


def _line(line: Sequence[SungSyllable]) -> str:
    told = "".join(
        (" " if at and one.begins_word else "") + f"<{_time(one.start)}>{one.text}" for at, one in enumerate(line)
    )
    return f"[{_time(line[0].start)}]{told}<{_time(line[-1].end)}>"


def _time(seconds: float) -> str:
    hundredths = round(seconds * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"
