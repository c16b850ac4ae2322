"""Files that people send: told by their content, encrypted under names of our own, never run and never rendered."""
