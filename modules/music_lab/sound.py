"""The sound file that the old MusicLab handed out: WAV, 24 kHz, mono, 16 bit, made of the mix when first asked for."""

import tempfile
from pathlib import Path
from typing import Any, Final

import soundfile

from models.job import Job
from modules.audio.decoding import decode_audio
from modules.files.store import FileInfo, FileMissing, Files
from modules.provenance.data import FileData
from modules.provenance.provenance import Provenance

NAME: Final = "generated_music.wav"
RATE: Final = 24_000
MEDIA_TYPE: Final = "audio/wav"


class Sound:
    def __init__(self, files: Files, provenance: Provenance) -> None:
        self._files = files
        self._provenance = provenance

    def open(self, job: Job) -> FileInfo | None:
        """The stored file; None for a work without sound. Takes a moment at the first call."""
        mix = next((part.name for part in job.work.parts if part.kind == "mix"), None) if job.work else None
        if mix is None:
            return None
        try:
            return self._files.info(job.folder + NAME)
        except FileMissing:
            return self._made(job.folder, mix)

    def _made(self, place: str, mix: str) -> FileInfo:
        """Aside, and stored whole: two who ask at once make the same bytes twice."""
        with tempfile.TemporaryDirectory(prefix="museaika-") as folder:
            stored, made = Path(folder, Path(mix).name), Path(folder, NAME)
            with stored.open("wb") as file:
                file.writelines(self._files.read(place + mix))
            samples: Any = decode_audio(stored, RATE, mono=True).clip.samples  # within [-1, 1]
            soundfile.write(made, samples, RATE, subtype="PCM_16", format="WAV")
            with FileData(stored) as before, FileData(made) as after:
                signed = self._provenance.pass_on(before, after, NAME, MEDIA_TYPE)
                return self._files.put(place + NAME, signed, MEDIA_TYPE)
