"""Reading what somebody listens to at Spotify into their library, list by list, however often it is cut short."""
