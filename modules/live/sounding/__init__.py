"""A live stream as sound, bar after bar, for players that have no synthesiser."""
