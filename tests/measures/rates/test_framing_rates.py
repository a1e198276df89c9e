"""Rates are mentions per 10,000 words of the same stratum, with intervals that hold for clumps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from topoi.errors import DataError
from topoi.framings import find_framings
from topoi.measures import framing_rates
from topoi.measures.intervals import FEW_UNITS, FEWEST_UNITS, rate_limits
from topoi.measures.rates.framing_rates import rates_or_counts
from topoi.voices import attribute

pytestmark = pytest.mark.filterwarnings("ignore:rates. .* sampling units")

PLANTED = {"rare": 2.0, "middling": 10.0, "common": 50.0}  # mentions per 10,000 words


def test_a_rate_is_mentions_per_ten_thousand_words_of_the_same_group_and_period(said):
    passages, mentions = said(
        {"multipolarity": [3, 0, 1, 0, 4], "hybrid_war": [0, 0, 0, 0, 2]},
        organization=["Orlan", "Orlan", "Vane", "Vane", "Orlan"],
        year=[2030, 2030, 2030, 2031, 2031],
        words=[900, 600, 400, 500, 2000],
    )
    rates = framing_rates(mentions, passages, over="year")
    columns = ["framing", "group", "period", "mentions", "words", "documents", "rate"]
    assert rates[columns].values.tolist() == [
        ["hybrid_war", "Orlan", "2030", 0, 1500, 2, 0.0],
        ["hybrid_war", "Orlan", "2031", 2, 2000, 1, 10.0],
        ["hybrid_war", "Vane", "2030", 0, 400, 1, 0.0],
        ["hybrid_war", "Vane", "2031", 0, 500, 1, 0.0],
        ["multipolarity", "Orlan", "2030", 3, 1500, 2, 20.0],
        ["multipolarity", "Orlan", "2031", 4, 2000, 1, 20.0],
        ["multipolarity", "Vane", "2030", 1, 400, 1, 25.0],
        ["multipolarity", "Vane", "2031", 0, 500, 1, 0.0],
    ]


def test_exposure_is_the_words_of_the_passages_that_are_passed(said):
    voices = ["speech", "narration", "speech"]
    passages, mentions = said({"peace": [1, 5, 1]}, organization="Orlan", voice=voices)
    speech = framing_rates(mentions, passages[passages["voice"] == "speech"])
    assert speech[["mentions", "words", "rate"]].values.tolist() == [[2, 200, 100.0]]
    by_voice = framing_rates(mentions, passages, by="voice").set_index("group")["rate"]
    assert by_voice.to_dict() == {"narration": 500.0, "speech": 100.0}


def test_framings_are_reported_in_the_order_asked_for_found_or_not(said):
    passages, mentions = said({"b": [1, 0], "c": [1, 1]}, organization=["Orlan", "Vane"])
    rates = framing_rates(mentions, passages, framings=["c", "a"])
    assert rates[["framing", "group", "mentions"]].values.tolist() == [
        ["c", "Orlan", 1],
        ["c", "Vane", 1],
        ["a", "Orlan", 0],
        ["a", "Vane", 0],
    ]


def test_a_passage_of_two_groups_counts_in_each(said):
    passages, mentions = said({"peace": [2, 1]}, bloc=["Pact", "Union"], words=[100, 50])
    twice = pd.concat([passages, passages.iloc[[0]].assign(bloc="Union")])
    rates = framing_rates(mentions, twice, by="bloc")
    columns = ["group", "mentions", "words", "units"]
    assert rates[columns].values.tolist() == [["Pact", 2, 100, 1], ["Union", 3, 150, 2]]


def test_passages_without_group_or_period_are_in_none(said):
    passages, mentions = said(
        {"peace": [1, 1, 1, 0]},
        organization=["Orlan", None, "Orlan", "Orlan"],
        year=[2030, 2030, None, 2030],
    )
    rates = framing_rates(mentions, passages.astype({"year": "Int64"}), over="year")
    columns = ["group", "period", "mentions", "documents"]
    assert rates[columns].values.tolist() == [["Orlan", "2030", 1, 2]]


def test_documents_are_counted_once_whoever_speaks_in_them(said):
    passages, mentions = said(
        {"peace": [1, 0, 0]}, organization="Orlan", speaker=["Karost", "Velgarin", "Karost"]
    )
    passages = passages.assign(document=["a", "a", "b"])
    rates = framing_rates(mentions, passages, unit="speaker")
    assert rates[["documents", "units"]].values.tolist() == [[2, 2]]


def test_without_words_there_is_no_rate(said):
    passages, mentions = said(
        {"peace": [0, 5, 0]}, organization=["Orlan", "Vane", "Vane"], words=[0, 100, 200]
    )
    orlan = framing_rates(mentions, passages).set_index("group").loc["Orlan"]
    assert orlan["words"] == 0
    assert orlan[["rate", "low", "high"]].isna().all()
    with pytest.raises(DataError, match="they have no words"):
        framing_rates(mentions, passages.assign(words=0))


def test_a_speaker_spelt_in_two_ways_is_one_row(documents):
    two = documents.iloc[:2].assign(
        speaker=None,
        organization=None,
        text=[
            "“We want a multipolar world,” said Yuriy Brasvin, head of the OISP Secretariat.",
            "“A multipolar world is near,” said Yuri Brasvin, head of the OISP Secretariat.",
        ],
    )
    passages = attribute(two)
    rates = framing_rates(find_framings(passages), passages, by="speaker")
    assert rates[["mentions", "words", "documents"]].values.tolist() == [[2, 10, 2]]


def test_in_the_specimens_no_mention_and_no_word_of_a_known_body_is_lost(passages, mentions):
    rates = framing_rates(mentions, passages)
    known = passages[passages["organization"].notna()]
    assert rates["mentions"].sum() == mentions["passage"].isin(known["passage"]).sum() > 0
    cells = rates.drop_duplicates("group")
    assert cells["words"].sum() == known["words"].sum()
    assert len(rates) == rates["framing"].nunique() * rates["group"].nunique()


def test_evenly_spread_mentions_have_a_poisson_interval(said):
    # ten mentions: 4.795 and 18.390 (Garwood 1936); the lower limit is that of 10.5, nearly mid-P
    passages, mentions = said({"peace": [1] * 10}, organization="Orlan", words=1000)
    rates = framing_rates(mentions, passages)
    assert rates[["phi", "rate"]].values.tolist() == [[1.0, 10.0]]
    assert rates[["low", "high"]].values[0] == pytest.approx([5.141, 18.390], abs=0.001)


def test_no_mention_has_an_interval_from_zero(said):
    passages, mentions = said({"peace": [0] * 40}, organization="Orlan", words=1000)
    rates = framing_rates(mentions, passages, framings=["peace"])
    assert rates[["rate", "low"]].values.tolist() == [[0.0, 0.0]]
    assert rates["high"].item() == pytest.approx(10_000 * 3.689 / 40_000, rel=1e-3)


def by_speaker(said, speakers):
    """Rates of one framing in 60 speeches of so many speakers."""
    passages, mentions = said(
        {"peace": [1, 0, 2] * 20},
        organization="Orlan",
        speaker=[f"speaker {i % speakers}" for i in range(60)],
    )
    return framing_rates(mentions, passages, unit="speaker")


@pytest.mark.parametrize(
    ("speakers", "interval", "warning"),
    [
        (FEWEST_UNITS - 1, False, "1 of 1 cells have fewer than 10 sampling units"),
        (FEWEST_UNITS, True, "1 of 1 cells have fewer than 40 sampling units: read"),
        (FEW_UNITS - 1, True, "1 of 1 cells have fewer than 40 sampling units: read"),
    ],
)
def test_few_units_are_warned_of_and_fewer_get_no_interval(said, speakers, interval, warning):
    with pytest.warns(UserWarning, match=warning):
        rates = by_speaker(said, speakers)
    assert rates["units"].item() == speakers
    assert rates["rate"].item() == 100.0
    assert rates[["low", "high"]].notna().all(axis=None) == interval
    assert rates[["low", "high"]].isna().all(axis=None) != interval


@pytest.mark.filterwarnings("error")
def test_enough_units_are_not_warned_of(said):
    assert by_speaker(said, FEW_UNITS)["low"].notna().all()


def test_shrunk_rates_lie_between_the_rate_and_the_mean_of_the_groups(said):
    rng = np.random.default_rng(3)
    group = np.repeat([f"g{i}" for i in range(8)], 12)
    hits = rng.poisson(np.repeat(rng.gamma(2, 2, 8), 12))
    passages, mentions = said({"peace": hits}, organization=group, words=1000)
    rates = framing_rates(mentions, passages)
    mean = 10_000 * rates["mentions"].sum() / rates["words"].sum()
    inside = rates["shrunk"].between(rates["rate"].clip(upper=mean), rates["rate"].clip(lower=mean))
    assert inside.all()
    assert rates["shrunk"].std() < rates["rate"].std()


def test_rates_are_drawn_to_the_groups_of_the_same_period(said):
    hits = [9, 1, 9, 1, 90, 10, 90, 10]
    passages, mentions = said(
        {"peace": hits}, organization=["Orlan", "Vane"] * 4, year=[2030] * 4 + [2031] * 4
    )
    both = framing_rates(mentions, passages, over="year").set_index("period")["shrunk"]
    alone = framing_rates(mentions, passages[passages["year"] == 2030], over="year")
    assert both["2030"].tolist() == pytest.approx(alone["shrunk"].tolist())
    assert both["2030"].max() < both["2031"].min()


def clumped(said, *, samples, speakers, speeches, shape, seed):
    """Samples of speakers whose own rates are gamma about the planted ones; and a vocabulary.

    Every sample is a group of its own, so that one call measures all of them.
    """
    rng = np.random.default_rng(seed)
    n = samples * speakers * speeches
    words = rng.lognormal(6, 0.6, n).astype(int) + 20

    def said_by(rate):
        own = rng.gamma(shape, 1 / shape, samples * speakers).repeat(speeches)
        return rng.poisson(words * rate / 10_000 * own)

    passages, mentions = said(
        {framing: said_by(rate) for framing, rate in PLANTED.items()},
        organization=[f"sample {i:03d}" for i in np.arange(n) // (speakers * speeches)],
        speaker=[f"speaker {i:05d}" for i in np.arange(n) // speeches],
        words=words,
    )
    counts = []
    for rate in np.geomspace(1, 60, 40):
        hits = said_by(rate)
        spoken = pd.DataFrame({"passage": passages["passage"], "term": f"{rate}", "n": hits})
        counts.append(spoken[hits > 0])
    return passages, mentions, pd.concat(counts)


def covered(rates, low, high):
    """Share of the samples whose interval holds the planted rate, by framing."""
    truth = rates["framing"].map(PLANTED)
    return ((low <= truth) & (truth <= high)).groupby(rates["framing"]).mean()


@pytest.mark.parametrize(
    ("speakers", "speeches", "shape"), [(20, 1, 1.0), (50, 1, 0.3), (50, 1, 5.0), (40, 4, 1.0)]
)
def test_intervals_hold_the_planted_rate_as_often_as_they_say(said, speakers, speeches, shape):
    # 200 samples: the standard error of a coverage of .95 is .015
    sizes = {"samples": 200, "speakers": speakers, "speeches": speeches}
    passages, mentions, counts = clumped(said, **sizes, shape=shape, seed=11)
    rates = framing_rates(mentions, passages, unit="speaker", counts=counts)
    coverage = covered(rates, rates["low"], rates["high"])
    assert coverage.between(0.9, 1).all(), coverage
    assert rates.loc[rates["framing"] == "common", "phi"].mean() > 1.5


def test_intervals_that_take_words_or_speeches_for_independent_miss_the_planted_rate(said):
    passages, mentions, _ = clumped(said, samples=200, speakers=20, speeches=6, shape=1, seed=12)
    speakers = framing_rates(mentions, passages, unit="speaker")
    speeches = framing_rates(mentions, passages, unit="document")
    x, t = speakers["mentions"].to_numpy(float), speakers["words"].to_numpy(float)
    low, high = rate_limits(x, t / 10_000, np.ones(len(x)))
    assert covered(speakers, speakers["low"], speakers["high"])["common"] > 0.85
    assert covered(speeches, speeches["low"], speeches["high"])["common"] < 0.85
    assert covered(speakers, low, high)["common"] < 0.6


def test_the_vocabulary_teaches_how_clumped_rare_framings_are(said):
    # Ten speeches of equal length. Two mentions in two of them: phi = 10/9 (2 - .8 + .4) / 2 = 8/9;
    # other words come twice in one speech: phi0 = 10/9 (4 - .8 + .4) / 2 = 2, c0 = (2 - 1) / 2.
    passages, mentions = said({"peace": [1, 1, *[0] * 8]}, organization="Orlan")
    counts = pd.DataFrame({"passage": passages["passage"], "term": list("abcdefghij"), "n": 2})
    alone = framing_rates(mentions, passages)
    taught = framing_rates(mentions, passages, counts=counts)
    assert alone["phi"].item() == 1
    assert taught["clumping"].item() == pytest.approx((8 / 9 - 1 + 5 * 0.5) / 7)
    assert taught["phi"].item() == pytest.approx(1 + 2 * taught["clumping"].item())
    assert taught["high"].item() > alone["high"].item()


@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
def test_an_impossible_level_is_refused(said, level):
    passages, mentions = said({"peace": [1, 0]}, organization="Orlan")
    with pytest.raises(DataError, match=f"level must lie between 0 and 1; got {level}"):
        framing_rates(mentions, passages, level=level)


def test_reprints_are_exposure_and_no_evidence(said):
    passages, mentions = said({"peace": [2, 0, 1, 2]}, organization="Orlan")
    names = passages["document"].tolist()
    reprinted = passages.assign(duplicate_of=[None, None, None, names[0]])
    columns = ["mentions", "independent", "reach", "words", "documents", "units"]
    rates = framing_rates(mentions, reprinted)
    assert rates[columns].values.tolist() == [[5, 3, 3, 400, 4, 3]]
    unknown = framing_rates(mentions, passages)
    assert unknown[columns].values.tolist() == [[5, 5, 3, 400, 4, 4]]
    assert list(unknown) == list(rates)


def test_a_reprint_counts_in_every_group_of_its_passage(said):
    passages, mentions = said({"peace": [1, 1, 0]}, bloc=["Pact", "Pact", "Union"])
    passages = passages.assign(duplicate_of=[None, passages["document"].iloc[0], None])
    twice = pd.concat([passages, passages.iloc[[1]].assign(bloc="Union")])
    rates = framing_rates(mentions, twice, by="bloc")
    columns = ["group", "mentions", "independent", "reach"]
    assert rates[columns].values.tolist() == [["Pact", 2, 1, 2], ["Union", 1, 0, 1]]


def grid(said, hits):
    """Speeches of 12 delegations in 12 sessions, words as many in each."""
    delegation, session = np.divmod(np.arange(144), 12)
    return said(
        {"peace": hits.ravel()},
        bloc="Pact",
        organization=[f"d{i:02d}" for i in delegation],
        year=[2000 + int(i) for i in session],
        words=1000,
    )


def test_speakers_and_events_can_both_be_sampled(said):
    rng = np.random.default_rng(4)
    hits = rng.poisson(rng.gamma(1, 2, (12, 1)) * rng.gamma(1, 1, (1, 12)))
    passages, mentions = grid(said, hits)
    options = {"by": "bloc", "framings": "peace"}
    by_both = framing_rates(mentions, passages, unit=("organization", "year"), **options)
    assert by_both[["unit", "units"]].values.tolist() == [["organization & year", 12]]
    one = [framing_rates(mentions, passages, unit=u, **options) for u in ("organization", "year")]
    assert by_both["phi"].item() > max(t["phi"].item() for t in one)
    # V_A + V_B - V_AB over the mentions, each n/(n-1) times squared residuals, as words are equal
    apart = hits - hits.mean()
    a, b = (12 / 11 * (apart.sum(axis=i) ** 2).sum() for i in (1, 0))
    pairs = 144 / 143 * (apart**2).sum()
    x = hits.sum()
    c0 = ((a + b - pairs) / x - 1) / x  # without a vocabulary the framing teaches itself
    assert by_both["clumping"].item() == pytest.approx(c0)


def test_a_second_kind_of_unit_that_does_not_matter_changes_little(said):
    rng = np.random.default_rng(5)
    hits = rng.poisson(rng.gamma(1, 2, (12, 1)) * np.ones((1, 12)))
    passages, mentions = grid(said, hits)
    one = framing_rates(mentions, passages, by="bloc", unit="organization")
    both = framing_rates(mentions, passages, by="bloc", unit=("organization", "year"))
    assert both["phi"].item() == pytest.approx(one["phi"].item(), rel=0.1)


def test_shrunk_rates_follow_from_the_prior_that_is_printed(said):
    rng = np.random.default_rng(3)
    group = np.repeat([f"g{i}" for i in range(8)], 12)
    hits = rng.poisson(np.repeat(rng.gamma(2, 2, 8), 12))
    passages, mentions = said({"peace": hits}, organization=group, words=1000)
    rates = framing_rates(mentions, passages)
    shape, rate = rates["prior_shape"].iloc[0], rates["prior_rate"].iloc[0]
    assert rates[["prior_shape", "prior_rate"]].nunique().tolist() == [1, 1]
    mean = rates["mentions"].sum() / rates["words"].sum()
    phi = 1 + rates["clumping"] * mean * rates["words"]
    by_hand = (rates["mentions"] / phi + shape) / (rates["words"] / phi + rate)
    assert rates["shrunk"].to_numpy() == pytest.approx(10_000 * by_hand.to_numpy())
    alike = framing_rates(mentions, passages.assign(organization="Orlan"))
    assert alike[["prior_shape", "prior_rate"]].isna().all(axis=None)
    assert alike["shrunk"].item() == pytest.approx(alike["rate"].item())


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"unit": "organization"}, "each group is a single unit.*'document'"),
        ({"unit": ("year", "year")}, "unit must be a column, or two different ones"),
        ({"unit": ("year", "document", "voice")}, "unit must be a column, or two different ones"),
        ({"unit": "voice"}, "'voice' has a single value.*count_reach"),
        ({"unit": ("document", "voice")}, "'voice' has a single value"),
    ],
)
def test_what_no_interval_can_rest_on_is_refused(said, options, says):
    passages, mentions = said({"peace": [1, 0]}, organization=["Orlan", "Vane"], year=[2030, 2031])
    with pytest.raises(DataError, match=says):
        framing_rates(mentions, passages, **options)


def test_a_study_of_one_document_has_rates_without_limits(said):
    passages, mentions = said({"peace": [3]}, organization="Orlan")
    rates = rates_or_counts(mentions, passages)
    assert rates[["mentions", "units", "rate"]].values.tolist() == [[3, 1, 300.0]]
    assert rates[["low", "high", "phi"]].isna().all(axis=None)
