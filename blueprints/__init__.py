"""Doors: parse, act, present. ALL is what create_app registers."""

from apiflask import APIBlueprint

from blueprints.auth import auth
from blueprints.consents import consents
from blueprints.engines import engines
from blueprints.errands import errands
from blueprints.generations import generations
from blueprints.health import health
from blueprints.live import live
from blueprints.login import login
from blueprints.mood import mood
from blueprints.music import music, old_ml
from blueprints.music_lab import music_lab
from blueprints.page import page
from blueprints.playlists import playlists
from blueprints.producer import old_twins, producer
from blueprints.pushes import pushes
from blueprints.recommendations import recommendations
from blueprints.soundfont import soundfont
from blueprints.spotify import spotify
from blueprints.sync import sync
from blueprints.twins import twins
from blueprints.uploads import uploads
from blueprints.user import user
from blueprints.verify import verify

ACCOUNT = (auth, login, user, spotify, consents)
MUSIC = (mood, music, sync, recommendations, playlists, pushes, old_ml, uploads, engines, generations, errands, live)
TWINS = (twins,)
DOORS = (music_lab, producer, old_twins)
ALL: tuple[APIBlueprint, ...] = (*ACCOUNT, *MUSIC, *TWINS, *DOORS, soundfont, verify, health, page)
