"""The pattern language of the lexicon: what a social scientist writes, and what it stands for.

    multi-polar* world      words, `*` for any letters; a hyphen may be a hyphen, a blank or nothing
    organi?ation            `?` for one letter
    (war|warfare|threat*)   alternatives, each of one word or more
    [more] just world       a word, or more, that may be missing
    just <2> order          up to two words in between (numbers and U.S. are words); at most 20
    just * order            `*` alone: one word, whichever
    one belt, one road      a comma that may be missing, or be a dash
    {многополярный} {мир}   every form of a word, given as in a dictionary; {war|threat} of either
    indivisible NOT NEAR/5 rights               no match with the second pattern within five words of it
                                                in the same sentence
    western partners NOT IN non-western partners    no match inside a match of the second pattern

Matching is blind to case, to line breaks, to soft hyphens, to ligatures, to accents written apart
from their letter, and to quotation marks and Markdown's emphasis inside the term (“multipolar” world,
«цветных» революций, “rules”-based order). The end of a sentence, a blank line and a dash (also a
hyphen with blanks on both sides) are not crossed. Gaps in a row add up; one before a word that may be
missing is there once, whether the word is or not.

Part of a compound is no match (“South” in “South-South”), unless what follows only says how or
by whom (“Eurasia-wide”, “South-led”). A word broken at the end of a line is read in both ways, with its
hyphen and without; a NOT excludes if it does in either.

`parsing` makes parts of what is written (`forms` knows the forms of words), `expression` makes a
regular expression of parts, `anchors` the words of which a match must hold one, and `pattern` puts
them together.
"""

from .pattern import Pattern, compile_pattern

__all__ = ["Pattern", "compile_pattern"]
