"""Search: the index names what may match, the database does the rest (exact recheck, access, filters, counts)."""
