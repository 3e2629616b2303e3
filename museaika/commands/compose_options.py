"""What `museaika compose` may be told: every option with its help and what it is when left out."""

from pathlib import Path
from typing import Annotated

import typer

Feeling = Annotated[str | None, typer.Option(help="A word for it: calm, happy, tense, ...", show_default="neutral")]
At = Annotated[
    str | None, typer.Option(metavar="VALENCE,AROUSAL", help="A point of the circle instead, each -1 to 1: .5,-.3")
]
Along = Annotated[
    str | None,
    typer.Option(help='Moods along the piece: "tense calm", or with moments: "0:tense 90:calm", "0:-.3,.7 1:calm".'),
]
Like = Annotated[list[Path] | None, typer.Option("--like", metavar="FILE.mid", help="Music like this; repeatable.")]
LikeTracks = Annotated[
    Path | None,
    typer.Option("--like-tracks", metavar="FILE.csv", help="Music like the files found for these tracks."),
]
Closeness = Annotated[float | None, typer.Option(help="To what is liked: 0 freely, 1 closely.", show_default="0.6")]
StyleName = Annotated[str | None, typer.Option(help="piano, pop, lofi, orchestral or chiptune.", show_default="piano")]
KeyName = Annotated[str | None, typer.Option(help='Such as "F minor".', show_default="by mood and chance")]
Bpm = Annotated[
    float | None,
    typer.Option(help="Quarters a minute, 30 to 300, exact.", show_default="by mood and style, else 120"),
]
MetreName = Annotated[str | None, typer.Option(help="4/4, 3/4, 6/8 or 2/4.", show_default="4/4")]
Seconds = Annotated[
    float | None,
    typer.Option(help="The length of each song, 2 to 900.", show_default="30, or as long as the path"),
]
Bars = Annotated[int | None, typer.Option(help="The length in bars instead, 1 to 600.")]
Count = Annotated[int, typer.Option(help="How many songs, 1 to 50.")]
Seed = Annotated[
    int | None, typer.Option(help="The same one gives the same songs.", show_default="by chance, and told")
]
Loop = Annotated[bool, typer.Option("--loop", help="Seamless loops for games, in layers by intensity.")]
Stems = Annotated[bool, typer.Option("--stems", help="Every player apart, too.")]
Form = Annotated[str, typer.Option("--format", help="Any of mid, musicxml, png, json, wav, flac, mp3, ogg, m4a.")]
Out = Annotated[Path, typer.Option(help="The folder they go to.")]
