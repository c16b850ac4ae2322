"""Pages of people: signing in and out, one's account, the administrator's list."""
