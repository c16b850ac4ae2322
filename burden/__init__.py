"""What may be charged: the catalogue of lists, the verdict on one charge, and the survey of what enterprises pay."""
