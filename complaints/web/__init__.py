"""Pages of complaints: filing, following, desks."""
