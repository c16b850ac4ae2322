"""The same services for programs, by JSON."""
