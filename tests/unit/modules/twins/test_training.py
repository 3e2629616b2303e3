from datetime import timedelta

from modules.errands.desk import Desk
from modules.twins.training import pause


def test_whoever_waits_for_another_training_waits_for_hours_before_it_is_called_stuck():
    pauses = [pause(waits) for waits in range(Desk.most_waits)]
    assert pauses[0] == timedelta(seconds=20)
    assert max(pauses) <= timedelta(minutes=5)
    assert sum(pauses, timedelta()) > timedelta(hours=7)
