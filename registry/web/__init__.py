"""Pages of the house: read the request, call one service, render."""
