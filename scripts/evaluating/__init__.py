"""What an evaluation of composed music measures, apart from the music."""
