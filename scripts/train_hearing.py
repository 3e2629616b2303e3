"""Fits what hearing judges by: which strikes are notes, ticks, levels, chords, keys, melodies, bars to sing in, voices.

    python scripts/train_hearing.py pop909.zip openscore_lieder_CC0_midi.zip [--work data/hearing] [--out FILE]
    python scripts/train_hearing.py pop909.zip openscore_lieder_CC0_midi.zip --only voice --bands tannerhelland.zip

Songs of POP909 whose number ten divides, and the last tenth of the other sets, are left alone. What is played and sung
is kept in --work, so that a second run goes on where the first one stopped. With --only voice, all other judgements
stay what they are.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch
from listening import fitting, lessons, singers, throats
from listening.examples import played_songs, written_lieder, written_songs
from listening.playing import studio

from modules.hearing.perceptron import WEIGHTS, Perceptron, read_perceptrons


def main() -> None:
    asked = arguments()
    torch.set_num_threads(asked.threads)
    asked.work.mkdir(parents=True, exist_ok=True)
    judges = read_perceptrons(asked.out) if asked.only else others(asked)
    sources = throats.Sources(asked.pop909, asked.bands, asked.work / "voices")
    judges["voice"] = throats.voice(sources, (asked.stretches, asked.pieces, asked.scenes), studio())
    fitting.save(judges, asked.out)
    print(f"written to {asked.out}: {asked.out.stat().st_size:,} bytes")


def others(asked: argparse.Namespace) -> dict[str, Perceptron]:
    """All but the voice."""
    played = list(played_songs(asked.pop909, asked.work, asked.played, studio()))
    print(f"{len(played)} songs played")
    strikes = lessons.strikes(played)
    played = [lessons.heard(example, strikes) for example in played]
    songs = [*played, *written_songs(asked.pop909, asked.songs)]
    print(f"{len(songs)} songs with chords and keys")
    found = [lessons.beaten(example) for example in [*songs, *written_lieder(asked.lieder, asked.lieder_count)]]
    known = [one for one in found if one is not None]
    print(f"{len(known)} pieces with beats on ticks")
    judges = {"strikes": strikes, "ticks": lessons.ticks(known), "level": lessons.levels(known)}
    judges |= {"chords": lessons.chords(songs), "key": lessons.keys(songs), "melody": lessons.melodies(songs)}
    return judges | {"sung": singers.sung(asked.pop909, asked.accompanied, judges)}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pop909", type=Path, help="the archive of POP909")
    parser.add_argument("lieder", type=Path, help="the archive of the OpenScore Lieder")
    parser.add_argument("--work", type=Path, default=Path("data/hearing"), help="what was played is kept there")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the judgements go")
    parser.add_argument("--played", type=int, default=160, help="songs that are played")
    parser.add_argument("--songs", type=int, default=520, help="songs that are read as notes")
    parser.add_argument("--lieder-count", type=int, default=140)
    parser.add_argument("--accompanied", type=int, default=210, help="songs whose accompaniment is heard alone")
    parser.add_argument("--only", choices=["voice"], help="fit this one alone, and leave the others in --out")
    parser.add_argument("--bands", type=Path, nargs="*", default=[], help="archives of pieces for many instruments")
    parser.add_argument("--stretches", type=int, default=180, help="stretches of songs that are played, led and sung")
    parser.add_argument("--pieces", type=int, default=45, help="of each archive of --bands")
    parser.add_argument("--scenes", type=int, default=834, help="mixes of these, half of them sung")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
