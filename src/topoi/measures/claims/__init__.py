"""Whether a claim hangs on a choice: claims, specifications, and the share in which each holds."""
