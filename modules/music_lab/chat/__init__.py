"""Questions to the old MusicLab, answered from the record of the work and from what was heard in both tracks."""
