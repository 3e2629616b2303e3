"""A server of one folder's files that knows ranges, and breaks as it is told to."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class WeightsServer(ThreadingHTTPServer):
    """files: content by name. breaks: after how many bytes of an answer the line is cut, one for each answer."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files, self.breaks, self.ranges, self.status = {}, [], [], None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        content = self.server.files.get(self.path.rpartition("/")[2])
        if self.server.status or content is None:
            self.send_error(self.server.status or 404)
            return
        start = int(wanted[6:-1]) if wanted else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        stop = self.server.breaks.pop(0) if self.server.breaks else len(content)
        self.wfile.write(content[start:stop])

    def log_message(self, *_):
        pass


@contextmanager
def weights_server():
    server = WeightsServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
