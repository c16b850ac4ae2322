"""The one validation of what is asked of the registry."""
