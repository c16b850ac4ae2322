"""Use cases of complaints, on both databases."""
