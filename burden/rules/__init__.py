"""The law itself: pure functions over frozen dataclasses; no clock, no input or output, no framework."""
