"""What people and the administrator can do; in the caller's transaction, knowing no HTTP."""
