"""Builds the room behind the old MusicLab's routes."""

from dataclasses import replace

from models.schema import utc_now
from modules.generation.questions.questions import Questions
from modules.jobs.jobs import Jobs
from modules.jobs.parts import Parts
from modules.music_lab.chat.answering import Answering
from modules.music_lab.lab import LIMIT_BYTES, MusicLab
from modules.music_lab.sound import Sound
from modules.offload import Offload
from museaika.making import Making


def build_music_lab(making: Making, jobs: Jobs, offload: Offload) -> MusicLab:
    files, provenance = making.desk.files, making.provenance
    questions = Questions(files, provenance, making.engines, making.there, offload)
    return MusicLab(
        replace(making.uploads, limit_bytes=LIMIT_BYTES),
        jobs,
        Parts(files, provenance),
        Sound(files, provenance),
        Answering(files, provenance, questions, offload),
        utc_now,
        offload,
    )
