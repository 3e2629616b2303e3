from modules.spotify.vault import Vault


def test_what_was_sealed_is_opened_again_and_reads_like_nothing():
    sealed = Vault(["first secret"]).seal({"access": "token", "refresh": None})
    assert b"token" not in sealed
    assert Vault(["first secret"]).open(sealed) == {"access": "token", "refresh": None}


def test_an_older_secret_still_opens_and_a_lost_one_does_not():
    sealed = Vault(["old"]).seal({"a": 1})
    assert Vault(["new", "old"]).open(sealed) == {"a": 1}
    assert Vault(["new"]).open(sealed) is None
    assert Vault(["new"]).open(b"nonsense") is None
    assert Vault(["old"]).open(Vault(["new", "old"]).seal({"a": 1})) is None
