"""Tables of people and bodies."""
