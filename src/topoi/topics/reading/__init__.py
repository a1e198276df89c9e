"""Topics that are named and read."""
