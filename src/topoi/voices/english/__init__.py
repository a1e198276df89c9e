"""English prose: which words a sentence gives to whom."""
