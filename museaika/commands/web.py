"""museaika web: the page, the REST doors and the sockets, without anything else."""

from museaika.commands.options import Data, Host, Port


def web(host: Host = None, port: Port = None, data: Data = None) -> None:
    """Serve the page, the API and the sockets; workers and Valkey run elsewhere."""
    from museaika.commands.configuration import read_settings
    from museaika.web import patch, serve

    offload = patch()  # it was, by main()
    serve(read_settings(host=host, port=port, data=data), offload)
