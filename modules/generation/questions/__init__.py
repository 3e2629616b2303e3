"""Questions about a finished work, answered in plain sentences from its record and its signed provenance alone.

It knows a bounded set of things people ask, recognises them by their words, and says so when a record does not know.
"""
