"""The one validation of each command, used by page, API and shell alike."""
