"""Use cases of complaints, in the caller's transaction."""
