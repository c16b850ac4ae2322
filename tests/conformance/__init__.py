"""The same cases for all: every kind of standard, every search engine, both databases."""
