"""Doors: parse, act, present. ALL is what create_app registers."""

from apiflask import APIBlueprint

from blueprints.auth import auth
from blueprints.consents import consents
from blueprints.engines import engines
from blueprints.generations import generations
from blueprints.health import health
from blueprints.mood import mood
from blueprints.page import page
from blueprints.uploads import uploads
from blueprints.user import user
from blueprints.verify import verify

ALL: tuple[APIBlueprint, ...] = (auth, user, consents, mood, uploads, engines, generations, verify, health, page)
