"""What several stages share: the corpus, the framings and the groups that a study names."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...errors import StudyError
from ...tables import check
from ..config import check_name, check_values

if TYPE_CHECKING:
    from ..bundles import Bundle

Tables = dict[str, pd.DataFrame]


def bundle_of(
    section: str,
    bundle: str | None,
    documents: str | None,
    *,
    columns: Mapping[str, str] | None = None,
    lexicon: str | None = None,
    actors: str | None = None,
    corrections: str | None = None,
    parser: str | None = None,
    framings: Sequence[str] = (),
) -> Bundle:
    """The corpus that a section names: a bundle, or documents that are read here.

    A bundle must have been searched for `framings` (by default the whole lexicon) as they are now:
    one that it was not searched for would count as never uttered.
    """
    from ..bundles import framing_digests, make_bundle, read_bundle

    if (bundle is None) == (documents is None):
        raise StudyError(
            f'study.toml: [{section}] needs either bundle = "NAME" or documents = "FOLDER".',
            section=section,
        )
    if bundle is not None and columns:
        raise StudyError(
            f"study.toml: [{section}] has columns beside a bundle, whose columns are those of topoi. "
            f"Take columns out of [{section}], or give documents in place of the bundle.",
            section=section,
        )
    if bundle is not None:
        whole = read_bundle(bundle)
        searched = whole.manifest["options"].get("framings", {})
        for name, wanted in framing_digests(lexicon).items():
            if (not framings or name in framings) and searched.get(name) != wanted:
                raise StudyError(
                    f"bundle '{bundle}': framing '{name}' is not the one that it was searched for, "
                    "so its mentions are unknown. Make the bundle again from the documents: "
                    "topoi bundle DOCUMENTS --lexicon FILE.",
                    framing=name,
                )
        return whole
    assert documents is not None
    from ...documents import read_sources

    return make_bundle(
        read_sources(documents, columns=columns),
        lexicon=lexicon,
        actors=actors,
        corrections=corrections,
        parser=parser,
    )


def checked_framings(framings: Sequence[str], lexicon: str | None = None) -> list[str]:
    """The framings of the study, known to its lexicon; all of the lexicon if it names none."""
    from ...framings import read_lexicon

    known = read_lexicon(lexicon)
    unknown = [f for f in framings if f not in known]
    if unknown:
        raise StudyError(
            f"study.toml: no framing '{unknown[0]}' in the lexicon. It has: {', '.join(known)}.",
            framing=unknown[0],
        )
    return list(framings or known)


_GROUPING = {
    "by": str,
    "over": str,
    "unit": str | tuple[str, str],
    "least_units": int,
    "least_words": int,
}


def checked_groupings(groupings: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The groupings of the study: name -> by, and over, unit, least_units, least_words if given."""
    for name, options in groupings.items():
        where = f"[rates] groupings.{name}"
        check_name(where, name)
        if "by" not in options:
            raise StudyError(
                f'study.toml: {where} should be {{ by = "COLUMN" }}, with over, unit, least_units '
                f"and least_words if you like; got {options!r}.",
                grouping=name,
            )
        check_values(where, options, _GROUPING)
    return {name: dict(options) for name, options in groupings.items()}


def grouped(
    passages: pd.DataFrame, by: str, memberships: str | None, organizations: Sequence[str]
) -> pd.DataFrame:
    """Passages with the column `by`; for "bloc" once for each organization the country is in."""
    if by != "bloc":
        return passages
    from ...measures.groups import join_memberships, read_memberships

    out = join_memberships(passages, read_memberships(memberships))
    return out[out["bloc"].isin(list(organizations))]


def workers() -> int:
    """Processes or threads of a stage: TOPOI_JOBS, by default as many as there are processors."""
    return int(os.environ.get("TOPOI_JOBS", "0")) or os.cpu_count() or 1


@contextmanager
def quiet() -> Iterator[None]:
    """Without warnings of few units and the like: a study has them in its tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def facts_table(values: Mapping[str, Any], source: str) -> pd.DataFrame:
    """Single values as a table: fact, value, and the tables or stage that they come from."""
    rows = [{"fact": k, "value": str(v), "source": source} for k, v in values.items()]
    return check(pd.DataFrame(rows, columns=["fact", "value", "source"]), "facts")
