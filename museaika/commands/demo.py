"""museaika demo: invented accounts and songs behind the interface of Spotify, to try things with."""

from typing import Annotated

import typer


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on, on this machine only.")] = 8765,
) -> None:
    """Serve a pretended Spotify; `museaika up --demo-spotify` starts one and uses it."""
    from museaika.demo_spotify.server import HOST, DemoSpotify
    from museaika.demo_spotify.world import App, World
    from museaika.embedded.demo import SECRET
    from museaika.embedded.probes import check_listenable

    check_listenable(HOST, port)
    served = DemoSpotify(World(App(client_secret=SECRET)), port)
    typer.echo(f"A pretended Spotify: accounts at {served.url}, Web API at {served.api_url}, client id demo")
    served.serve()
