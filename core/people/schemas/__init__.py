"""What a form about people may hold, read once for every front door."""
