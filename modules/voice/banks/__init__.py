"""Voices that somebody brings along: DiffSinger banks as OpenUtau reads them, from a folder."""
