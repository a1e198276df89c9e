"""Whether groups differ: contrasts, tested by permuting whole units."""
