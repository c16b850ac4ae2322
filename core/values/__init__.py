"""Pure values: money, text, days, identifiers. No Flask, no SQLAlchemy, no clock."""
