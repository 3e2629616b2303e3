"""Builds what reads Spotify accounts: for workers the errand, for the doors when it is begun."""

import time

from models.schema import utc_now
from modules.errands.errands import Errands
from modules.errands.performing import Performer
from modules.library.tracks import Tracks
from modules.spotify.spotify import Spotify
from modules.syncing.reader import AccountReader
from modules.syncing.syncing import Syncing, performer
from museaika.settings import Sync


def sync_performer(wanted: Sync, tracks: Tracks, spotify: Spotify) -> Performer:
    reader = AccountReader(tracks.synced, lambda owner: spotify.of(owner).listening, utc_now, time.sleep, wanted.most)
    return performer(reader)


def build_syncing(wanted: Sync, errands: Errands, tracks: Tracks, spotify: Spotify) -> Syncing:
    return Syncing(errands, tracks.synced, spotify.links, utc_now, wanted.every, wanted.after_login)
