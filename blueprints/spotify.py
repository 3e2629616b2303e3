"""/user/spotify: how somebody's connection to Spotify stands, and its end."""

from apiflask import APIBlueprint
from flask import Response

from blueprints.current import me, services
from blueprints.guard import SECURITY
from models.spotify import SpotifyLinkView

spotify = APIBlueprint("spotify", __name__, url_prefix="/user/spotify", tag="Your account")


@spotify.get("")
@spotify.output(SpotifyLinkView)
@spotify.doc(responses=[401], security=SECURITY)
def link() -> SpotifyLinkView:
    """Whether you are connected, what you allowed, and until when Spotify remembers it."""
    return services.spotify.links.view(me().id)


@spotify.delete("")
@spotify.output({}, status_code=204)
@spotify.doc(responses=[401, 403], security=SECURITY)
def unlink() -> Response:
    """Forget your Spotify account, its tokens, and the tracks it alone told of; all you made here stays yours.

    Doing it twice is fine.
    """
    services.linking.disconnect(me().id)
    services.syncing.disconnected(me().id)
    return Response(status=204)
