"""What all readers of a text hand over: stretches of it in one voice, and who speaks in them."""

from __future__ import annotations

from dataclasses import dataclass

from .sentences.spans import Spans


@dataclass
class Speaker:
    """Who speaks, as far as the document says."""

    name: str
    role: str | None = None
    organization: str | None = None
    person: bool = True
    on_behalf_of: str | None = None

    @property
    def introduced(self) -> bool:
        """Whether post or body are known beside the name."""
        return bool(self.role or self.organization)


@dataclass
class Stretch:
    """A stretch of text in one voice; what is not covered by any is narration."""

    start: int
    end: int
    voice: str
    kind: str | None
    speaker: Speaker | None
    rule: str
    confidence: float
    named: tuple[int, int] | None = None  # where the text names the speaker ("he")
    embedded_source: str | None = None  # whom the speaker reports in turn


# How often a rule found both the words and the speaker: 338 English passages of pages and news read by
# hand while the rules were made, rounded to twentieths. What is not listed was too rare to be counted.
CONFIDENCE = {
    "“…,” X said": 0.95,
    "“…,” said X": 0.95,
    "“…” after X spoke": 0.95,
    "said “…”": 0.95,
    "said: …": 0.95,
    "said that …": 0.95,
    "…, X said": 0.95,
    "according to X": 0.95,
    "…, adding that": 0.9,
    "stressed …": 0.9,
    "called for …": 0.9,
    "accused … of …": 0.9,
    "urged … to …": 0.9,
    "said …": 0.85,
    "X …, saying that": 0.7,
    "promised to …": 0.65,
    "“…” without a speaker": 0.3,
}
UNCOUNTED = 0.8
UNKNOWN = 0.3  # words that are somebody's, nobody knows whose


def confidence_of(rule: str, speaker: Speaker | None) -> float:
    """How sure a rule is: a rank among rules, less where nobody is named."""
    return UNKNOWN if speaker is None else CONFIDENCE.get(rule, UNCOUNTED)


def kind_of(text: str, start: int, end: int, quotes: Spans) -> str:
    """Direct, indirect or mixed, by how much of `[start:end)` stands in quotation marks."""
    inside = quotes.touching(start, end)
    if not inside:
        return "indirect"
    covered = sum(min(b, end) - max(a, start) for a, b in inside)
    return "direct" if covered >= 0.9 * (end - start) else "mixed"
