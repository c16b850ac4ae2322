"""Tables of the registry."""
