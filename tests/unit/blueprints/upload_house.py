"""The upload door of a small app, two people in front of it, and a look at what lies on disk behind it."""

import io
import secrets
from types import SimpleNamespace

from apiflask import APIFlask
from werkzeug.datastructures import FileStorage

from blueprints import errors
from blueprints.uploads import uploads as door
from models.schema import utc_now
from modules.documents.sqlite import SQLiteDocuments
from modules.files.local import LocalFiles
from modules.identity.collection import SESSIONS, USERS
from modules.identity.identity import Identity
from modules.uploads.collection import UPLOADS
from modules.uploads.uploads import Uploads
from tests.sounds import sound

SONG = sound("ogg", seconds=0.5)
HEAD = b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'


def new_id():
    return secrets.token_urlsafe(16)


def directly(function, *arguments):
    return function(*arguments)


class House:
    def __init__(self, folder, offload=directly, **limits):
        self.folder = folder
        self.documents = SQLiteDocuments(folder / "documents.sqlite", utc_now)
        self.documents.prepare([USERS, SESSIONS, UPLOADS])
        identity = Identity(self.documents, utc_now)
        files = LocalFiles(folder / "files")
        uploads = Uploads(self.documents, files, utc_now, new_id, scratch=folder / "scratch", offload=offload, **limits)
        self.app = app = APIFlask("uploads")
        app.extensions["museaika"] = SimpleNamespace(identity=identity, uploads=uploads, offload=offload)
        errors.register(app)
        app.register_blueprint(door)
        self.client = app.test_client()
        self.mine, self.theirs = (self.headers(identity) for _ in range(2))

    def headers(self, identity):
        return {"Authorization": f"Bearer {identity.sessions.open(identity.guest().id, 'bearer').access}"}

    def send(self, content=SONG, name="song.ogg", part="file", **more):
        form = {part: FileStorage(io.BytesIO(content), name), **more}
        return self.client.post("/uploads", data=form, headers=self.mine, content_type="multipart/form-data")

    def raw(self, body, content_type="multipart/form-data; boundary=B"):
        return self.client.post("/uploads", data=body, headers=self.mine, content_type=content_type)

    def left(self):
        places = [self.folder / "files", self.folder / "scratch"]
        return [path for place in places if place.exists() for path in place.rglob("*") if path.is_file()]


class Watched(io.BytesIO):
    """A body that counts what is read of it."""

    read_bytes = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.read_bytes += len(piece)
        return piece

    def readinto(self, buffer):
        count = super().readinto(buffer)
        self.read_bytes += count
        return count


def problem(answer, status, code, field=None):
    """A refusal in the form everybody gets, with the next step."""
    assert (answer.status_code, answer.json.get("code"), answer.json.get("field")) == (status, code, field)
    assert answer.content_type == "application/problem+json"
    assert answer.json["next_step"]
