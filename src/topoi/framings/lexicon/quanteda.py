"""quanteda's YAML dictionaries: keys, keys within keys, and glob values.

    economy:
      state: [planned econom*, "nationali?e*"]
      market:
        - free market*

The framings are "economy.state" and "economy.market", as quanteda names the keys of a dictionary
(`flatten_dictionary`); values directly under a key that has further keys stand under "__"
there, as quanteda's `as.yaml` writes them. Values are blind to case (`tolower = TRUE`), `*` is any
characters, `?` one, and a blank separates the words of a phrase (`valuetype = "glob"`).

`find_framings(..., nested="framing")` counts as `tokens_lookup` does with `nested_scope = "key"`, and
nested="lexicon" as with "dictionary".

What differs from quanteda is what a word is. quanteda's `tokens()` keeps "multi-polar" as one token,
which only a hyphenated value matches, and marks of punctuation as tokens between words; topoi reads a
hyphen as a hyphen, a blank or nothing, `*` as letters, and looks through quotation marks.

Reference: Benoit et al. (2018), quanteda, doi:10.21105/joss.00774; `?dictionary`, `?valuetype`.
"""

from __future__ import annotations

import yaml

from .faults import Fault, Parsed
from .globs import Gathered

_OWN = "__"  # values of a key itself, beside further keys


def parse_quanteda(source: str) -> Parsed:
    """The framings of a YAML dictionary, and what is wrong with it or left out."""
    found = Gathered()
    try:
        aliases = [e for e in yaml.parse(source) if isinstance(e, yaml.AliasEvent)]
        node = None if aliases else yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        found.refuse(_syntax(error))
        return found.parsed()
    if aliases:
        line = aliases[0].start_mark.line + 1
        found.refuse(Fault(f"'*{aliases[0].anchor}' is an alias", _QUOTE, line))
    elif not isinstance(node, yaml.MappingNode):
        found.refuse(Fault("no dictionary: keys with values are wanted", "Write key: [value].", 1))
    else:
        _walk(node, (), found, {})
    return found.parsed()


_QUOTE = "Write the values out; a value that begins with * goes in quotes."


def _syntax(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or " ".join(str(error).split())
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    return Fault(f"not YAML: {what}", "A value with : # * ? goes in quotes.", line, column=column)


_Path = tuple[str, ...]  # of keys within keys


def _walk(node: yaml.Node, path: _Path, found: Gathered, homes: dict[str, _Path]) -> None:
    """Gather the values at or below a node; `homes`: where each name was met first."""
    name, line = ".".join(path), node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode) and homes.setdefault(name, path) != path:
        found.leave_out(f"two keys come to '{name}' and are read as one framing", name, line)
        homes[name] = path  # said once
    if isinstance(node, yaml.ScalarNode):
        # As written: `no` and `1990` are words here, not a truth value and a number.
        if node.value.strip():
            found.add(name, node.value, line)
        else:
            found.leave_out("holds no value", name, line)
    elif isinstance(node, yaml.SequenceNode):
        if not node.value:
            found.leave_out("holds no value", name, line)
        for item in node.value:
            _walk(item, path, found, homes)
    else:
        _keys(node, path, found, homes)


def _keys(node: yaml.MappingNode, path: _Path, found: Gathered, homes: dict[str, _Path]) -> None:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not name.strip():
            found.refuse(Fault("a key without a name", "Name it.", line, ".".join(path) or None))
        elif name in seen:
            found.refuse(
                Fault(
                    f"the key '{name}' stands twice", "Join the two.", line, ".".join(path) or None
                )
            )
        else:
            seen.add(name)
            _walk(value, path if name == _OWN and path else (*path, name), found, homes)
