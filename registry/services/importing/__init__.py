"""Reports brought by file: read, looked over, entered; what cannot be taken goes back with the remedy written in."""
