"""What GET /engines says of every option is all that a client needs to know."""

import pytest

from models.generation import Brief
from modules.generation.registry import Engines

ENGINES = Engines.from_settings({})


@pytest.mark.parametrize("name", list(ENGINES.cards))
def test_every_option_is_described_with_its_default(name):
    schema = ENGINES.view(name).options

    for option, told in schema["properties"].items():
        assert told.get("description"), option
        assert "default" in told or option in schema["required"], option


def test_what_every_order_may_say_is_described():
    told = Brief.model_json_schema()["properties"]

    assert [name for name in ("mood", "seconds", "seed", "options") if not told[name].get("description")] == []
