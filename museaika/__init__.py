"""The running program: it imports everything, decides nothing, and is imported by nobody."""

__version__ = "0.1.0"
