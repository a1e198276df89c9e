"""How a framing is used: whose words it is in, and what the speaker thinks of the thing.

`judge_mentions` is the door; `context` is what it looks at, `cues` the words it looks for
(`data/stance.toml`), `use` and `attitude` the rules, in the order in which they are asked;
`doers` and `signs` say to whom a fault is ascribed.
"""

from .judging import judge_mentions as judge_mentions
