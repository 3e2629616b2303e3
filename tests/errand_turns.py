"""What the task for errands does, for tests that play a worker: a mistake of the code is not caught."""

from models.errors import MuseaikaError
from modules.errands.run import Cancelled, Waiting


def turn(performing, errand_id):
    """Once; whether there was anything to do. BaseExceptions are deaths."""
    run = performing.claim(errand_id, "w")
    if run is None:
        return False
    with run:
        try:
            run.finish(performing.perform(run))
        except Cancelled:
            run.cancelled()
        except Waiting as pause:
            run.put_off(pause)
        except MuseaikaError as refusal:
            run.fail(refusal)
    return True
