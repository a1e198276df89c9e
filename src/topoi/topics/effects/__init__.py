"""Who speaks of a topic, when, and in which words."""
