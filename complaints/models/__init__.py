"""Tables of complaints and their constraints; no decisions."""
