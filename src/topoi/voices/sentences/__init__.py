"""What both languages share: quotation marks, tokens, statements, verbs of saying."""
