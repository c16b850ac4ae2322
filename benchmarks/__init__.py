"""Measurements of the platform: how often a receipt's words are understood, how fast the answers come."""
