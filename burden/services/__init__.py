"""Use cases of burden: read and change the catalogue, check charges. They know no HTTP."""
