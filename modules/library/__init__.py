"""The songs people listen to, as they told us: kept for them, read from and written to the files they have."""
