"""Labelled and whole speech: transcripts, interviews, speeches, letters."""
