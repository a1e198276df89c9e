"""What a framing is said with: collocates, framings that occur together, wordings."""
