"""/health says whether moods can be read, and what to do if not."""

from dataclasses import replace

from tests.fakes import FixedReaders


def test_health_says_whether_moods_can_be_read(app, client):
    readers = FixedReaders()
    app.extensions["museaika"] = replace(app.extensions["museaika"], readers=readers)
    assert client.get("/health").json["moods"] == {kind: {"ready": True, "missing": []} for kind in ("face", "text")}
    readers.lacks["face"] = ["the weights are not there: install again"]
    told = client.get("/health").json
    assert told["status"] == "ok"
    assert told["moods"]["face"] == {"ready": False, "missing": readers.lacks["face"]}
