"""Claims under many specifications: what is planted on one axis is found there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import topoi
from topoi.errors import DataError, StudyError
from topoi.measures.claims.specifications import Specification
from topoi.measures.intervals import benjamini_hochberg
from topoi.study.stages.multiverse import compute
from topoi.tables import check, empty

NAMES = [f"d{i:02d}" for i in range(24)]
MEMBERS = NAMES[:12]
CLAIM = {"framing": "long_table", "group": "Pact", "says": "more"}
ASKED = {"permutations": 199, "random_state": 1}
CHOICES = topoi.Choices(
    cleaning={"no torn pages": ["torn"]}, ends=2, counted={"own": ["own", "undecided"]}
)


def passages_of(copies=("A", "B", "R"), year=2031):
    """Documents of nine paragraphs of a hundred words; R reprints A, whose pages are torn."""
    rows = [
        (f"{name}-{copy}-{year}:{i}", f"{name}-{copy}-{year}", i, i + 1, name, copy)
        for name in NAMES
        for copy in copies
        for i in range(9)
    ]
    out = pd.DataFrame(
        rows, columns=["passage", "document", "start", "end", "organization", "copy"]
    )
    of = out["document"].str.replace("-R-", "-A-")
    fixed = {"voice": "speech", "rule": "whole", "confidence": 1.0, "words": 100, "year": year}
    table = empty("passages").reindex(range(len(out))).drop(columns=out.columns[:5])
    table = table.assign(**fixed).join(out)
    table["duplicate_of"] = of.where(out["copy"] == "R", None)
    return check(table.drop(columns="copy"), "passages")


def mentions_of(*rows, framing="long_table"):
    """Rows of (passage, wording, use)."""
    said = pd.DataFrame(rows, columns=["passage", "variant", "use"])
    table = empty("mentions").reindex(range(len(said))).drop(columns=said.columns).join(said)
    return check(
        table.assign(
            mention=[f"{framing}{i}" for i in range(len(said))], framing=framing, start=0, end=1
        ),
        "mentions",
    )


def planted(extra):
    """Everybody says it once, in the middle of B; members four times more, where `extra` says."""
    everywhere = [(f"{name}-B-2031:4", "at the table", "own") for name in NAMES]
    return mentions_of(*everywhere, *[(f"{m}-{extra[0]}", *extra[1:]) for m in MEMBERS * 4])


PACT = pd.DataFrame({"member": MEMBERS, "year": 2031, "organization": "Pact"})
PROBLEMS = pd.DataFrame(
    {"source": "x", "document": [f"{n}-A-2031" for n in NAMES], "problem": "torn"}
).assign(count=1, detail="")


@pytest.mark.parametrize(
    ("extra", "axis", "weakest"),
    [
        (("A-2031:4", "at the table", "own"), "cleaning", "no torn pages"),
        (("B-2031:1", "at the table", "own"), "paragraphs", "without ends"),
        (("R-2031:4", "at the table", "own"), "reprints", "once"),
        (("B-2031:4", "a long table", "own"), "wording", "without the first"),
        (("B-2031:4", "at the table", "ascribed"), "counted", "own"),
    ],
)
def test_a_claim_that_rests_on_one_choice_is_said_to(extra, axis, weakest):
    table = topoi.multiverse(
        [CLAIM], planted(extra), passages_of(), PACT, choices=CHOICES, problems=PROBLEMS, **ASKED
    )
    assert len(table) == 2 * 2 * 2 * 3 * 2
    claim = topoi.sum_up_claims(table).iloc[0]
    assert (claim["axis"], claim["weakest"]) == (axis, weakest)
    shares = topoi.claim_shares(table).set_index(["axis", "option"])["share"]
    assert shares[axis, weakest] == 0
    other = table.loc[(table[axis] != weakest) & table["holds"].notna()]
    assert (other["holds"] == "yes").mean() >= 0.5
    assert claim["study"] == ("no" if axis == "reprints" else "yes")
    everywhere = table[(table[axis] == weakest) & table["ratio"].notna()]
    assert everywhere["ratio"].tolist() == pytest.approx([1] * len(everywhere))


def test_the_first_row_is_the_study_s_own_and_agrees_with_contrast_rates():
    said, passages = planted(("B-2031:4", "a long table", "own")), passages_of(["A", "B"])
    table = topoi.multiverse([CLAIM], said, passages, PACT, **ASKED)
    own = table.iloc[0]
    assert table["study"].tolist() == ["yes", "no", "no"]
    plain = topoi.contrast_rates(said, passages, PACT, level=None, **ASKED).iloc[0]
    for column in ("mentions", "mentions_others", "ratio", "p"):
        assert own[column] == plain[column], column
    assert own["ratio"] == pytest.approx(5)
    assert table["mentions"].tolist() == [60, 12, 48]
    assert table["holds"].tolist() == ["yes", "no", "yes"]


def test_a_pair_of_units_is_one_choice_more():
    said, passages = planted(("B-2031:4", "a long table", "own")), passages_of(["B"])
    units = ["organization", ["organization", "year"]]
    choices = topoi.Choices(wordings=False, units=units)
    table = topoi.multiverse([CLAIM], said, passages, PACT, choices=choices, **ASKED)
    assert table["unit"].tolist() == ["organization", "organization & year"]
    assert table["study"].tolist() == ["yes", "no"]
    assert table["ratio"].iloc[0] == table["ratio"].iloc[1]
    plain = topoi.contrast_rates(
        said, passages, PACT, unit=("organization", "year"), level=None, **ASKED
    )
    assert table["p"].iloc[1] == plain["p"].iloc[0]


def test_a_claim_of_the_opposite_never_holds():
    said = planted(("B-2031:4", "a long table", "own"))
    table = topoi.multiverse([CLAIM | {"says": "less"}], said, passages_of(["B"]), PACT, **ASKED)
    assert set(table["direction"]) == set(table["holds"]) == {"no"}


def test_a_contrast_is_adjusted_among_the_other_tests_of_the_study():
    rng = np.random.default_rng(7)
    said = [planted(("B-2031:4", "at the table", "own"))]
    noise = [f"noise_{i}" for i in range(9)]
    for name in noise:
        at = rng.choice(NAMES, 30)
        said.append(mentions_of(*[(f"{n}-B-2031:4", "hum", "own") for n in at], framing=name))
    said, passages = pd.concat(said, ignore_index=True), passages_of(["B"])
    plain = topoi.Choices(wordings=False)
    asked = {"choices": plain, "groups": ["Pact"], **ASKED}
    alone = topoi.multiverse([CLAIM], said, passages, PACT, **asked).iloc[0]
    among = topoi.multiverse([CLAIM], said, passages, PACT, framings=noise, **asked).iloc[0]
    whole = topoi.contrast_rates(said, passages, PACT, level=None, **ASKED)
    q = dict(zip(whole["framing"], benjamini_hochberg(whole["p"].to_numpy()), strict=True))
    assert alone["q"] == alone["p"] == among["p"]
    assert among["q"] == pytest.approx(q["long_table"])
    assert among["q"] > among["p"]


PERIODS = ["2031–2031", "2032–2032"]
CHANGE = {"framing": "long_table", "from": "2031-2031", "to": "2032-2032", "says": "more"}


@pytest.fixture(scope="module")
def two_years():
    """Everybody says it once in the first year, and five times in the second."""
    passages = pd.concat([passages_of(["B"]), passages_of(["B"], year=2032)], ignore_index=True)
    passages = passages.assign(period=[f"{y}–{y}" for y in passages["year"]])
    rows = [(f"{n}-B-{2031 + (i > 0)}:4", "at the table", "own") for n in NAMES for i in range(6)]
    return mentions_of(*rows), passages


def test_a_change_holds_if_the_intervals_are_apart(two_years):
    said, passages = two_years
    claims = [CHANGE, CHANGE | {"group": "Pact", "says": "less", "unit": "document"}]
    belongs = pd.concat([PACT, PACT.assign(year=2032)])
    table = topoi.multiverse(
        claims, said, passages, belongs, choices=topoi.Choices(wordings=False), **ASKED
    )
    all_of_them, pact = (row for _, row in table.iterrows())
    with pytest.warns(UserWarning, match="sampling units"):
        rates = topoi.framing_rates(
            said, passages.assign(corpus="all"), by="corpus", over="period", unit="organization"
        )
    early, late = (row for _, row in rates.iterrows())
    assert all_of_them["low"] == pytest.approx(late["low"] / early["high"])
    assert all_of_them["high"] == pytest.approx(late["high"] / early["low"])
    assert (all_of_them["ratio"], all_of_them["holds"]) == (pytest.approx(5), "yes")
    assert (all_of_them["mentions"], all_of_them["mentions_others"]) == (120, 24)
    assert (pact["mentions"], pact["mentions_others"]) == (60, 12)
    assert (pact["unit"], pact["direction"], pact["holds"]) == ("document", "no", "no")


def test_periods_may_have_names_with_a_hyphen(two_years):
    said, passages = two_years
    named = passages["period"].map({"2031–2031": "pre-war", "2032–2032": "2032-2033"})
    claim = CHANGE | {"from": "pre-war", "to": "2032-2033"}
    asked = {"choices": topoi.Choices(wordings=False), **ASKED}
    table = topoi.multiverse([claim], said, passages.assign(period=named), **asked)
    usual = topoi.multiverse([CHANGE], said, passages, **asked)
    assert table["ratio"].equals(usual["ratio"])


def test_what_nobody_can_say_is_neither_yes_nor_no(two_years):
    said, passages = two_years
    problems = PROBLEMS.assign(document=[f"{n}-B-2031" for n in NAMES])
    choices = topoi.Choices(cleaning={"no torn pages": ["torn"]}, wordings=False)
    table = topoi.multiverse(
        [CHANGE, CLAIM], said, passages, PACT, choices=choices, problems=problems, **ASKED
    )
    torn = table[table["cleaning"] == "no torn pages"]
    assert torn["holds"].isna().all()
    assert torn[["mentions", "mentions_others"]].to_numpy().tolist() == [[120, 0], [0, 0]]
    claims = topoi.sum_up_claims(table)
    assert claims["specifications"].tolist() == [2, 2]
    assert claims["assessed"].tolist() == [1, 1]
    assert claims["share"].tolist() == [1, 0]
    assert claims["axis"].isna().all()


def test_ends_of_short_documents_stay_and_those_of_long_ones_go():
    passages = pd.DataFrame(
        {"document": ["long"] * 5 + ["short"] * 4, "start": [4, 3, 2, 1, 0, 0, 1, 2, 3]}
    )
    one = Specification("all", "without ends", "once", "as listed", "all", "organization")
    left = topoi.Choices(ends=1).exposed(passages, None, one)
    assert left["document"].tolist() == ["long"] * 3 + ["short"] * 4
    assert left["start"].tolist()[:3] == [3, 2, 1]


# ---- errors


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ({}, "needs a framing, and says"),
        (CLAIM | {"says": "louder"}, "says = 'more' or 'less'"),
        (CLAIM | {"organization": "Pact"}, "no key 'organization'"),
        ({"framing": "long_table", "says": "more"}, "compares a group with the others"),
        (CLAIM | {"from": "2031-2031"}, "compares a group with the others"),
        (CLAIM | {"unit": "document"}, "only a change has a unit of its own"),
        (CHANGE | {"to": "2099-2100"}, "nothing is said in '2099–2100' by all. Periods: 2031–2031"),
        (CLAIM | {"group": "Atlantis"}, "Atlantis"),
    ],
)
def test_what_is_no_claim_is_refused(two_years, claim, message):
    said, passages = two_years
    with pytest.raises(DataError, match=message):
        topoi.multiverse([claim], said, passages, PACT, **ASKED)


def test_claims_that_cannot_be_evaluated_are_refused(two_years):
    said, passages = two_years
    with pytest.raises(DataError, match="no claim is made"):
        topoi.multiverse([], said, passages)
    with pytest.raises(DataError, match="two are about long_table, Pact, others"):
        topoi.multiverse([CLAIM, CLAIM | {"says": "less"}], said, passages, PACT)
    with pytest.raises(DataError, match="need `belongs`"):
        topoi.multiverse([CLAIM], said, passages)
    with pytest.raises(DataError, match="a column `period`"):
        topoi.multiverse([CHANGE], said, passages.drop(columns="period"))
    with pytest.raises(DataError, match="pass `problems`"):
        topoi.multiverse([CHANGE], said, passages, choices=topoi.Choices(cleaning={"a": ["b"]}))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"counted": ("own",)}, "counted: give each choice a name"),
        ({"counted": {"mine": ["heard"]}}, "counted.mine: no use 'heard'. Uses: own"),
        ({"counted": {"all": ["own"]}}, "'all' is the study's own choice"),
        ({"ends": -1}, "ends must be 0 or more"),
        ({"units": []}, "there must be a unit"),
        ({"units": [["organization"]]}, "each is a column or a pair"),
    ],
)
def test_what_is_no_choice_is_refused(options, message):
    with pytest.raises(DataError, match=message):
        topoi.Choices(**options)


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (CLAIM | {"framing": "multipolarity", "when": "2031"}, "claim .* no key 'when'"),
        (CLAIM, "claims: the study does not follow 'long_table'. It follows multipolarity"),
    ],
)
def test_the_stage_says_where_in_study_toml_the_fault_is(two_years, claim, message):
    said, passages = two_years
    tables = [passages, said, empty("counts"), empty("problems"), passages[:0], said[:0]]
    with pytest.raises(StudyError, match=rf"study.toml: \[multiverse\] {message}"):
        compute(*tables, framings=["multipolarity"], seed=1, claims=[claim])
