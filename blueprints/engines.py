"""/engines: what can be ordered, and whether it is ready."""

from apiflask import APIBlueprint

from blueprints.current import services
from models.engine import EngineList, EngineView

engines = APIBlueprint("engines", __name__, url_prefix="/engines", tag="Engines")


@engines.get("")
@engines.output(EngineList)
def many() -> EngineList:
    """Every engine with its options; one that is not ready says why and which command mends it."""
    return EngineList(items=services.engines.views())


@engines.get("/<name>")
@engines.output(EngineView)
@engines.doc(responses=[422])
def one(name: str) -> EngineView:
    return services.engines.view(name)
