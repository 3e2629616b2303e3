"""A melody that fits a backing track."""
