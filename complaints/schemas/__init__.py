"""The one validation of each command of complaints, for page, API and shell alike."""
