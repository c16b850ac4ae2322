"""Pure rules about people: passwords, tries, the tree of bodies."""
