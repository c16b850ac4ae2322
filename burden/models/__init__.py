"""Tables of burden and what the database itself enforces on them. No decisions."""
