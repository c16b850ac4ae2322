"""Tests of what must hold when processes are killed, race, or the rest of the platform is down."""
