"""Which words: key terms of a group, TF-IDF, dispersion."""
