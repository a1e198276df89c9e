"""Topics that are guided, named and read."""
