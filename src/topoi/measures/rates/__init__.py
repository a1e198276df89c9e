"""How much is said: rates with intervals, reach, voices, stances, and how far the rules err."""
