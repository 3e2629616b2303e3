"""How soon two tracks are one, and whether `amount` does what it says.

    python scripts/bench_blend.py [--pop909 ZIP] [--others ZIP ...] [--pairs 20] [--ffmpeg PROGRAM] [--json FILE]

Speed is measured on three minutes of a band, played by the house itself. For `amount`, held-out songs of POP909 (those
whose number ten divides) are blended in pairs, with each other and with the last tenth of other sets of MIDI, sixteen
seconds in eleven steps; `benching/likeness.py` says how alike the blend's notes and each track's own are. How well
tempo, key and notes are heard is measured by `bench_hearing.py`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benching.blending_amount import PAIRS, measure_amount
from benching.blending_codec import codec_rows
from benching.blending_speed import measure_speed
from benching.figures import Report, arguments, close


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--pop909", type=Path, metavar="ZIP", help="the archive; without it only speed is measured")
    parser.add_argument("--others", type=Path, metavar="ZIP", nargs="*", default=[], help="archives of other MIDI")
    parser.add_argument("--pairs", type=int, help=f"how many (default {PAIRS}, quick 4)")
    parser.add_argument("--ffmpeg", metavar="PROGRAM", help="to compare decoding with; default: the one on the path")
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="of the codec; default: as large, by chance")
    parser.add_argument("--no-speed", action="store_true", help="only what amount does")
    asked = parser.parse_args()
    report = Report("blending two tracks into sixteen seconds")
    if not asked.no_speed:
        measure_speed(report, 1 if asked.quick else 3, asked.ffmpeg)
        report.add(*codec_rows(1 if asked.quick else 3, asked.weights))
    if asked.pop909 is None:
        report.notes.append("Without --pop909 it was not measured what amount does.")
    else:
        measure_amount(asked.pop909, asked.others, asked.pairs or (4 if asked.quick else PAIRS), report)
    close(report, asked)


if __name__ == "__main__":
    main()
