"""The two pages of the demo's accounts service: the question, and why it cannot be asked."""

from collections.abc import Mapping, Sequence

from flask import Response
from markupsafe import escape

from museaika.demo_spotify.world import Person

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; background: #121212; color: #eee; display: grid; place-items: center;
       min-height: 100vh; margin: 0 } main { max-width: 26rem; padding: 2rem } h1 { font-size: 1.4rem }
label, button { display: block; width: 100%; margin: .4rem 0 } select, button { font: inherit; padding: .6rem;
       border-radius: .5rem; border: 1px solid #555; box-sizing: border-box; width: 100% }
button[value=agree] { background: #1f7a4d; color: #fff; border: 0 } small { color: #aaa }
"""


def consent(people: Sequence[Person], scopes: Sequence[str], asked: Mapping[str, str]) -> Response:
    choices = "".join(f'<option value="{escape(one.id)}">{escape(one.name)}</option>' for one in people)
    wishes = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in scopes) or "<li>your name</li>"
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
    )
    return _page(
        f"""<h1>Let MuseAIka listen along?</h1>
<p><small>This is the demo account service of MuseAIka, not Spotify. Nobody is asked for a password.</small></p>
<form method="post" action="/authorize">{hidden}
<label>Who are you? <select name="person">{choices}</select></label>
<p>It would like:</p><ul>{wishes}</ul>
<button name="decision" value="agree">Agree</button>
<button name="decision" value="cancel">Cancel</button></form>"""
    )


def trouble(why: str) -> Response:
    return _page(f"<h1>This cannot work</h1><p>{escape(why)}</p>", 400)


def _page(body: str, status: int = 200) -> Response:
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Demo accounts</title>'
    view = '<meta name="viewport" content="width=device-width">'
    text = f"{head}{view}<style>{STYLE}</style><main>{body}</main></html>"
    return Response(text, status=status, content_type="text/html; charset=utf-8")
