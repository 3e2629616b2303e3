"""A sung voice made to sit in a mix: cleaned, evened, given a room, and the backing led out of its way."""
