"""The registry of inspection and test results; its rooms are furnished by a later change."""
