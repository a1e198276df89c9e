"""How fast framings are found, beside other ways to look for the same patterns.

    python benchmarks/framings/speed.py [--shared ../shared] [--megabytes 50] [--peer-megabytes 5]

The patterns are the English ones of the lexicon, filled up to 200 with phrases of our own; the texts
are speeches of the General Debate. Seconds are those of the processor, one core, the better of two
runs; reading and attributing the speeches is not timed. "search" is all matches of all patterns, from
the texts as they are; "find_framings" is the whole way to the table of mentions, with overlaps and
stance. The peers get the normalised text for nothing, and tell the places of matches only:

- re: all patterns in one compiled regular expression (on fewer megabytes);
- pyahocorasick: all wordings that the patterns can have in the words of this corpus; patterns that have
  too many, as those with gaps, are left out;
- hyperscan: all patterns as regular expressions, without the start of a match (which costs more).

The last two are no dependencies of topoi (`pip install pyahocorasick hyperscan`); without them, their
line says so.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice, product
from math import prod
from pathlib import Path

import pandas as pd

import topoi
from topoi.documents import read_general_debate
from topoi.errors import LexiconError
from topoi.framings import Lexicon, find_framings, read_lexicon
from topoi.framings.lexicon.expanding import globs_of
from topoi.framings.matching.search import search
from topoi.framings.normal import BREAK, normalise
from topoi.framings.patterns import Pattern, compile_pattern
from topoi.framings.patterns.expression import BEGIN, END

ROOT = Path(__file__).resolve().parents[2]
YEARS = (2000, 2024)
LIMIT = 5000  # wordings of a glob
ADJECTIVES = """
    peaceful lawful collective regional sovereign democratic economic strategic nuclear military political
    humanitarian territorial international national unilateral multilateral bilateral cultural historic
    mutual inclusive legitimate constructive irresponsible destructive illegal coercive fair balanced
    """.split()
NOUNS = """
    settlement* order* cooperation integration partner* interest* sanction* measure* intervention* right*
    (law|rule) rule* dialogue* conflict* threat* challenge* principle* value* alliance* (force*|power*)
    bloc* sovereignty stability responsib* respect norm* institution* mandate* commitment* aggress*
    """.split()


def phrases() -> Iterator[Pattern]:
    """Patterns of our own: every adjective with every noun."""
    return (compile_pattern(" ".join(pair)) for pair in product(ADJECTIVES, NOUNS))


def lexicon_of(n: int) -> Lexicon:
    """So many patterns: the English ones of the lexicon, then phrases, as a lexicon."""
    lexicon: Lexicon = {}
    for name, framing in read_lexicon().items():
        patterns = framing.patterns["en"][: max(n, 0)]
        n -= len(patterns)
        lexicon[name] = replace(framing, patterns={"en": patterns}, excluded={}, names={})
    own = tuple(islice(phrases(), max(n, 0)))
    lexicon["phrases"] = replace(
        framing, framing="phrases", patterns={"en": own}, excluded={}, names={}
    )
    return lexicon


def patterns_of(lexicon: Lexicon) -> list[Pattern]:
    return [pattern for framing in lexicon.values() for pattern in framing.patterns["en"]]


def speeches(shared: Path, megabytes: float) -> pd.DataFrame:
    """Passages of speeches, the first ones of the corpus up to a size."""
    archive = shared / "corpora" / "ungdc" / "ungdc_1946-2024_TXT.tar.gz"
    sheet = archive.with_name("Speakers_by_session.xlsx")
    documents = read_general_debate(archive, speakers=sheet, years=YEARS).documents
    documents = documents[documents["text"].str.len().cumsum() <= megabytes * 1e6]
    return topoi.attribute(documents.reset_index(drop=True))


def up_to(passages: pd.DataFrame, megabytes: float) -> pd.DataFrame:
    return passages[passages["text"].str.len().cumsum() <= megabytes * 1e6].reset_index(drop=True)


def seconds(work: Callable[[], int]) -> tuple[float, int]:
    """Seconds of the processor for some work, the better of two runs, and what it returns."""
    spent = []
    for _ in range(2):
        began = time.process_time()
        result = work()
        spent.append(time.process_time() - began)
    return min(spent), result


def with_topoi(passages: pd.DataFrame, lexicon: Lexicon) -> Iterator[tuple[str, float, int]]:
    texts, patterns = passages["text"].tolist(), patterns_of(lexicon)
    yield "topoi: search", *seconds(lambda: sum(map(len, search(texts, patterns).values())))
    yield "topoi: find_framings", *seconds(lambda: len(find_framings(passages, lexicon)))


def with_re(flat: str, patterns: list[Pattern]) -> tuple[float, int]:
    one = re.compile("|".join(f"(?:{pattern.expression.pattern})" for pattern in patterns))
    return seconds(lambda: sum(1 for _ in one.finditer(flat)))


def with_pyahocorasick(flat: str, patterns: list[Pattern]) -> tuple[float, int, int]:
    """Also the number of patterns that have too many wordings."""
    import ahocorasick

    fitting = words_of(sorted(set(re.findall(r"[^\W\d_]+", flat))))
    automaton = ahocorasick.Automaton()
    left_out = 0
    for pattern in patterns:
        try:
            wordings = {
                w for glob in globs_of(pattern, limit=500) for w in wordings_of(glob, fitting)
            }
        except LexiconError:
            left_out += 1
            continue
        for wording in wordings:
            automaton.add_word(wording, len(wording))
    automaton.make_automaton()

    def count() -> int:
        hits = 0
        for end, length in automaton.iter(flat):
            before = flat[max(end - length, 0) : end - length + 1]
            hits += not (before.isalnum() or flat[end + 1 : end + 2].isalnum())
        return hits

    return *seconds(count), left_out


def words_of(vocabulary: list[str]) -> Callable[[str], list[str]]:
    """A function from a glob to the words of a vocabulary that fit it."""
    everything = "\n".join(vocabulary)

    @cache
    def fitting(glob: str) -> list[str]:
        if "*" not in glob and "?" not in glob:
            return [glob]
        letters = re.escape(glob).replace(r"\*", r"[^\n]*").replace(r"\?", r"[^\n]")
        return re.findall(f"^{letters}$", everything, re.MULTILINE)

    return fitting


def wordings_of(glob: str, fitting: Callable[[str], list[str]]) -> list[str]:
    """What a glob can be in words that occur."""
    if " * " in glob:
        raise LexiconError("a gap can be any word")
    choices = [fitting(word) for word in glob.split()]
    if prod(map(len, choices)) > LIMIT:
        raise LexiconError("too many wordings")
    return [" ".join(chosen) for chosen in product(*choices)]


def with_hyperscan(flat: str, patterns: list[Pattern]) -> tuple[float, int, int]:
    """Also the number of patterns that it does not take."""
    import hyperscan

    written = []
    for pattern in patterns:
        inner = pattern.expression.pattern.removeprefix(BEGIN).removesuffix(END)
        written.append(rf"\b{inner}\b".replace(r"[^\W\d_]", "[a-z]").encode())
    good = []
    for one in written:
        try:
            hyperscan.Database().compile(expressions=[one], elements=1)
            good.append(one)
        except hyperscan.error:
            continue
    database = hyperscan.Database()
    database.compile(expressions=good, ids=list(range(len(good))), elements=len(good))
    data = flat.encode()

    def count() -> int:
        ends = []
        database.scan(data, match_event_handler=lambda number, a, b, flags, _: ends.append(b))
        return len(ends)

    return *seconds(count), len(written) - len(good)


def show(name: str, size: float, spent: float, hits: int, slowest: float, note: str = "") -> None:
    speed = size / spent
    print(
        f"{name:24} {speed:7.2f} MB/s  {speed / slowest:6.1f} x re  {hits:9,} hits  {note}",
        flush=True,
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--megabytes", type=float, default=50.0)
    parser.add_argument("--peer-megabytes", type=float, default=5.0)
    options = parser.parse_args()
    measure(speeches(options.shared, options.megabytes), options.peer_megabytes)


def megabytes_of(passages: pd.DataFrame) -> float:
    return float(passages["text"].str.encode("utf-8").str.len().sum() / 1e6)


def measure(passages: pd.DataFrame, peer_megabytes: float) -> None:
    lexicon = lexicon_of(200)
    patterns = patterns_of(lexicon)
    size = megabytes_of(passages)
    print(f"{size:.1f} MB in {len(passages):,} passages, {len(patterns)} patterns")
    part = up_to(passages, peer_megabytes)
    spent, hits = with_re(normalise(BREAK.join(part["text"])).flat, patterns)
    slowest = megabytes_of(part) / spent
    show("re", megabytes_of(part), spent, hits, slowest, f"on {megabytes_of(part):.0f} MB")
    for name, spent, hits in with_topoi(passages, lexicon):
        show(name, size, spent, hits, slowest)
    flat = normalise(BREAK.join(passages["text"])).flat
    for name, peer in (("pyahocorasick", with_pyahocorasick), ("hyperscan", with_hyperscan)):
        try:
            spent, hits, left_out = peer(flat, patterns)
        except ModuleNotFoundError:
            print(f"{name:24} not installed")
            continue
        show(name, size, spent, hits, slowest, f"without {left_out} patterns")
    for share in (0.25, 0.5, 1):
        some = up_to(passages, size * share)
        for name, spent, hits in with_topoi(some, lexicon):
            show(f"{name}, x{share}", megabytes_of(some), spent, hits, slowest)
    for n in (20, 200, 1000):
        for name, spent, hits in with_topoi(passages, lexicon_of(n)):
            show(f"{name}, {n}", size, spent, hits, slowest)


if __name__ == "__main__":
    main()
