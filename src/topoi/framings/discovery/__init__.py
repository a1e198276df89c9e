"""Framings that nobody listed: phrases that recur, and candidates among them."""
