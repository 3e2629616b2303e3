"""What the served description allows, and what it does not, sent at random: never a 5xx, and the server stays well."""

from contextlib import suppress

import pytest
import requests
import schemathesis
from benching.guest import Guest
from benching.tune import tune
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error

EXAMPLES = 12
"""For each operation, mode and sender."""
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(house):
    return schemathesis.openapi.from_url(f"{house.url}/openapi.json")


@pytest.fixture
def own(house):
    """What a guest has: their headers, and ids of theirs for the paths that want some."""
    with Guest(house.url) as guest:
        upload = guest.upload(tune(0.5, 1))
        job = guest.order(upload)
        guest.wait(job)
        yield {"Authorization": f"Bearer {guest.token}"}, {"job_id": job, "upload_id": upload}


def storm(described, headers, ids, mode):
    """Every operation in turn; how many requests that were."""
    sent = 0
    for operation in sorted((found.ok() for found in described.get_all_operations()), key=ends_something):

        @BOUNDED
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case):
            nonlocal sent
            sent += 1
            if sent % 2 and ids.keys() & case.path_parameters.keys():
                case.path_parameters.update({name: ids[name] for name in ids.keys() & case.path_parameters.keys()})
            response = case.call(headers=headers, timeout=20)
            case.validate_response(response, checks=[not_a_server_error])

        with suppress(Unsatisfiable):  # it takes nothing that could be wrong
            send()
    return sent


def ends_something(operation):
    """Last: who is signed out, erased or has nothing left cannot try the rest."""
    return (operation.method == "delete", operation.path in {"/auth/logout", "/user/me"}, operation.path)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("who", ["nobody", "guest"])
def test_nothing_sent_at_random_breaks_the_server(house, described, own, who, mode, told):
    headers, ids = own if who == "guest" else ({}, {})
    told(f"requests at random as {who}, {mode.value}", storm(described, headers, ids, mode), "")
    assert requests.get(f"{house.url}/readyz", timeout=10).json()["ready"]
    assert "Traceback" not in house.log("web")
