"""Everything of an embedded server in one file, taken while it runs, and put back when it does not."""
