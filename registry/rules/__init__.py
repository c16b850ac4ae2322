"""The law of recognising results, pure: dataclasses in, dataclasses out; no clock, no database, no web."""
