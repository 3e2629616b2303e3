"""Optional sources of music and features, each behind the same port; none is asked unless the operator wants it."""
