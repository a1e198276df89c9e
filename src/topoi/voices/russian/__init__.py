"""Russian prose: which words a sentence gives to whom."""
