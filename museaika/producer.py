"""Builds the room behind the old producer service's routes."""

from modules.fetching.strangers import Strangers
from modules.jobs.jobs import Jobs
from modules.jobs.parts import Parts
from modules.offload import Offload
from modules.producer.keys import Keys
from modules.producer.material import Material
from modules.producer.patience import Patience
from modules.producer.producer import Producer
from modules.twins.twins import Twins
from museaika.making import Making
from museaika.settings import Settings


def build_producer(settings: Settings, making: Making, twins: Twins, jobs: Jobs, offload: Offload) -> Producer:
    files, uploads = making.desk.files, making.uploads
    strangers = Strangers(uploads.limit_bytes, inside=settings.compat_inside)
    return Producer(
        Material(uploads, Keys(making.desk.documents, uploads), strangers),
        twins,
        jobs,
        Parts(files, making.provenance),
        files,
        Patience(settings.compat_wait),
        settings.compat_consent,
        offload,
    )
