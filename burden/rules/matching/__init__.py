"""From the words of a receipt to an item of the catalogue."""
