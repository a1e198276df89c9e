"""Framings that nobody listed: phrases that recur, and candidates among them.

`counting` makes the table of phrases from texts; from there on no text is needed. `wordings` says
which phrases go together, `evidence` what is known of them, `shuffles` what chance is taken to be,
`screening` says which are looked at, `scan` and `testing` hold them against chance, `deciding` says
what is more, `ranking` orders, `report` describes, `candidates` does all of this in turn, `entries`
writes, and `leaving_out` checks it on framings that are known.
"""
