import pytest

from modules.identity.tokens import InvalidToken, Token, csrf_token, digest, matches, same_csrf


def test_a_token_reads_back_what_it_says():
    token = Token.parse("abc-_9.family.turn")
    assert token == Token("abc-_9", "family.turn")
    assert token.family == "family"
    assert str(token) == "abc-_9.family.turn"


@pytest.mark.parametrize(
    "text",
    [
        "", ".", "abc", "abc.", ".abc", "a b.c", "abc.d\n", "abc.\x00", "äbc.def", "abc.dëf", "a" * 65 + ".b",
        "a." + "b" * 257, "{'$ne': null}.x", "../../etc.passwd", "' OR 1=1 --.x",
    ],
)  # fmt: skip
def test_what_is_not_shaped_like_a_token_is_refused(text):
    with pytest.raises(InvalidToken) as refused:
        Token.parse(text)
    assert refused.value.code == "auth.invalid"
    assert refused.value.next_step


def test_only_the_right_secret_matches_its_hash():
    assert matches("secret", digest("secret"))
    assert not matches("Secret", digest("secret"))
    assert not matches("secret", None)
    assert "secret" not in digest("secret")


def test_the_csrf_token_belongs_to_one_session_and_does_not_tell_its_secret():
    cookie, other = Token("one", "secret"), Token("two", "another")
    assert same_csrf(cookie, csrf_token(cookie))
    assert not same_csrf(cookie, csrf_token(other))
    assert not same_csrf(cookie, "")
    assert not same_csrf(cookie, "ünicode\udcff")
    assert csrf_token(cookie) != digest("secret")
