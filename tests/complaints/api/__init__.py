"""Tests of complaints for programs."""
