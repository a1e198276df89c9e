"""How many topics, which of them come back, and what holds in all fits."""
