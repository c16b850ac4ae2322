"""People and bodies: who there is, who works for whom, who has signed in, which programs may act for whom."""
