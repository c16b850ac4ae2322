"""What auditors search, open, export and keep."""
