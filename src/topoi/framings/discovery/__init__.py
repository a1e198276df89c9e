"""Framings that nobody listed: phrases that recur, and candidates among them.

`counting` makes the table of phrases from texts; from there on no text is needed. `wordings` says
which phrases go together, `evidence` what is known of them, `shuffles` what chance is taken to be,
`scan` holds one against the other, `deciding` says what is more than chance, `candidates` ranks,
`report` describes, `entries` writes, and `leaving_out` checks all of it on framings that are known.
"""
