"""Pages of core that belong to no subject: audit, health, preferences, keys."""
