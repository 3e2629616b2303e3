"""How well moods are read in faces, photos, texts and many languages, and how fast.

    python scripts/bench_mood.py faces --data FILE.npz... [--usage NAME] [--json FILE]
    python scripts/bench_mood.py photos --data FILE.zip [--json FILE]
    python scripts/bench_mood.py text --data FILE.tsv [--json FILE]
    python scripts/bench_mood.py languages --data FILE.zip [--json FILE]
    python scripts/bench_mood.py latency [--quick] [--photo FILE] [--json FILE]

Without a word for what to measure it is `latency`, which needs no data: a server of its own is started, its web
process held to one core, and photos and sentences are sent to it over HTTP; then, with all cores, many clients send
frames over sockets while somebody asks /healthz.
"""

import argparse
import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from benching.figures import Report, arguments, close

WHAT = {
    "faces": ("faces of a held-out set, with FER+ votes", "npz files: images, votes, labels", "+"),
    "photos": ("photos of people, and pictures without any", "a zip of pictures and what is seen in them", None),
    "text": ("English sentences with their emotions", "a tsv file in the form of GoEmotions", None),
    "languages": ("sentences in many languages", "a zip in the form of XED", None),
    "latency": ("photos, sentences and streams of frames, over HTTP and sockets", "", None),
}


def main(words: list[str]) -> None:
    if not words or words[0] not in {*WHAT, "-h", "--help"}:
        words = ["latency", *words]
    asked = _parser().parse_args(words)
    report = Report(WHAT[asked.what][0])
    measure = importlib.import_module(f"benching.mood_{asked.what}")
    getattr(measure, asked.what)(asked, report)
    close(report, asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    whats = parser.add_subparsers(dest="what", required=True)
    for name, (about, data, count) in WHAT.items():
        own = whats.add_parser(name, parents=[arguments("")], add_help=False, help=about, description=about)
        if data:
            own.add_argument("--data", type=Path, required=True, nargs=count, metavar="FILE", help=data)
        if name == "faces":
            own.add_argument("--usage", help="only the faces of this part, such as PublicTest")
    latency = whats.choices["latency"]
    latency.add_argument("--photo", type=Path, metavar="FILE", help="a picture with a face (default: a portrait)")
    latency.add_argument("--text", default="I can't believe how happy this makes me!", help="the sentence")
    latency.add_argument("--repeats", type=int, help="photos and sentences (default 200, quick 40)")
    latency.add_argument("--clients", type=int, default=20, help="streams of frames (default 20)")
    latency.add_argument("--rate", type=float, default=5.0, help="frames a second of each (default 5)")
    latency.add_argument("--seconds", type=float, help="how long they stream (default 30, quick 8)")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
