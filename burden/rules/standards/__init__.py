"""Kinds of standard, one file each; `registry` finds them by scanning this package."""
