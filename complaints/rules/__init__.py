"""The law of complaints: who handles, by when, what may be done next. Pure."""
