"""Reports of arbitrary charges and what became of them; its rooms are furnished by a later change."""
