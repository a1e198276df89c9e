# %% [markdown]
# # Topics, and how far to trust them
#
# This notebook fits topic models to speeches in the General Debate of the United Nations, chooses
# the number of topics, asks which of them come back from another seed, and shows where framings and
# organizations stand among them.
#
# A topic model finds groups of words that occur together. It always finds some, also in noise. Half
# of this notebook is therefore about doubt.

# %%
import warnings

import matplotlib.pyplot as plt
import pandas as pd

import topoi

pd.set_option("display.max_colwidth", 110)

# %% [markdown]
# ## 1. The corpus
#
# The bundle `un-general-debate` holds the counts of 1,109 speeches by 35 delegations. To be quick,
# we take the speeches from 2014 on.

# %%
debate = topoi.read_bundle("un-general-debate")
documents = debate.documents[debate.documents["year"] >= 2014]
passages = debate.passages[debate.passages["document"].isin(documents["document"])]
counts = debate.counts[debate.counts["passage"].isin(passages["passage"])]
print(len(documents), "speeches,", documents["organization"].nunique(), "delegations")

# %% [markdown]
# ## 2. Prepare: sections and vocabulary
#
# A speech speaks of many things, a sentence is too short to tell. `prepare_topics` cuts speeches
# into sections of about a hundred counted words.
#
# Which words take part matters more than most settings. Names of places are the worst: every
# delegation names its own country, and the "topics" would be the countries. `dispersion` measures
# how unevenly a word is spread over delegations (`dp_norm`: 0 even, 1 all in one place). We leave
# out what only a few of them use; framings stay.

# %%
spread = topoi.dispersion(counts, passages, by="organization", min_count=50)
local = spread[(spread["dp_norm"] > 0.75) & ~spread["term"].str.startswith("<")]
print(len(local), "terms, such as", ", ".join(local["term"].head(12)))

# %%
words = topoi.prepare_topics(counts, min_sections=20, drop=local["term"].tolist())
print("sections:", words.X.shape[0])
print("terms:", len(words.terms))
print(f"share of the tokens kept: {words.tokens_kept:.0%}")

# %% [markdown]
# Write these numbers into your paper. A reader who prepares the words otherwise will get other
# topics.
#
# ## 3. Is the corpus large enough?
#
# topoi refuses to fit topics where they could not be recovered even if they were there, and says on
# what grounds. The other bundle that ships with topoi, five statements on defence meetings, is an example:

# %%
topoi.topic_refusal(topoi.read_bundle("cis-csto-statements").counts)

# %% [markdown]
# ## 4. How many topics?
#
# There is no true number. `fit_grid` fits several numbers from several seeds and keeps the fits;
# `select_topics` measures each on speeches that it has not seen. With fewer than ten seeds one sees badly
# what comes back.

# %%
grid = topoi.fit_grid(words, n_topics=[5, 10, 20], seeds=range(1, 11), random_state=1)
selection = topoi.select_topics(grid)
choice = topoi.topic_choice(selection)
choice.drop(columns="reason").round(3)

# %% [markdown]
# - `heldout`: how well the other half of an unseen section is predicted. Higher is better.
# - `coherence`: do the top words of a topic occur together? Readability, roughly.
# - `exclusivity`, `frex`: do topics have words of their own?
# - `stability`: how many of the ten top words come back from another random start?
#
# Prediction keeps rising with the number of topics, long after they can be read. The rule takes
# enough topics first, then the steadiest number of those that are left. (If that is the largest of
# the grid, make the grid larger.)

# %%
chosen = topoi.choose_n_topics(selection)
print(choice["reason"].dropna().iloc[0])

# %%
with topoi.style():
    axes = plt.subplots(1, 2, figsize=(7, 2.5))[1]
    topoi.plot_selection(selection, choice=choice, ax=axes[0])
    topoi.plot_selection(selection, measure="stability", choice=choice, ax=axes[1])
    plt.show()

# %% [markdown]
# The rule is a convention. What counts is that it was fixed before you saw the topics, and that your
# main result also holds for the neighbouring numbers (section 9).
#
# ## 5. Several runs, not one
#
# The same model from another random start gives other topics. So we report what the runs agree on,
# and say of each topic whether it comes back.

# %%
runs = grid.runs(chosen)
model = topoi.consensus_topics(runs, words)
stability = topoi.topic_stability(model, runs)
print((stability["recurs"] == "yes").sum(), "of", chosen, "topics recur")

# %%
with topoi.style():
    axes = plt.subplots(figsize=(5.2, 2.2))[1]
    topoi.plot_stability(stability, ax=axes)
    plt.show()

# %% [markdown]
# **A topic that does not recur is a fact about the random start, not about the speeches.** Do not
# name it, do not interpret it, do not build a table on it. More speeches help; fewer
# topics sometimes do.
#
# ## 6. What the topics are

# %%
terms = topoi.topic_terms(model, top=15)
everything = topoi.topic_prevalence(model, words, documents.assign(corpus="all"), by="corpus")

with topoi.style():
    axes = plt.subplots(figsize=(6.2, 3.6))[1]
    topoi.plot_topics(terms, prevalence=everything, stability=stability, ax=axes)
    plt.show()

# %% [markdown]
# Grey topics do not recur. topoi numbers the topics and gives them no names: a label is your reading
# of some words, and it steers everything that is read into the topic afterwards. Before you label,
# look at the words that are typical and not only frequent. Take the topic in which "ukraine" stands
# highest:

# %%
war = int(terms[terms["term"] == "ukraine"].nlargest(1, "probability")["topic"].iloc[0])
labels = topoi.topic_labels(model, top=7)
labels[labels["topic"] == war].pivot(index="measure", columns="rank", values="term")

# %% [markdown]
# Then read the sections in which the topic is strongest. (A bundle has no texts; with documents of
# your own `text` holds the words.)

# %%
sections = topoi.representative_passages(model, words, passages, top=5)
sections = sections[sections["topic"] == war]
sections[["section", "share", "speaker", "organization", "start", "end"]].round(2)

# %% [markdown]
# Notice what the topic is *not*: a stance. A speech that condemns the war and one that justifies it
# use many of the same words.
#
# Do others see a topic where you do? Give them its leading words, and one that is not its own. Who
# guesses finds one stranger in six. `draw_topic_intrusion` asks the same of topics and texts, and
# `score_word_intrusion` and `score_topic_intrusion` read the answers
# (in the terminal: `topoi audit topics`).

# %%
recurring = stability.loc[stability["recurs"] == "yes", "topic"]
sheet, key = topoi.draw_word_intrusion(model, topics=recurring, random_state=1)
sheet.drop(columns="note").head(4)

# %% [markdown]
# ## 7. Topics that you are looking for
#
# A subject that few speak about gets no topic of its own. If you know some of its words, give them
# as seeds: each counts as if it had been seen fifty times in the topic before. Framings and phrases are seeds like
# any other term, and you are told what is not in the vocabulary.

# %%
seeds = {
    "sanctions": ["unilateral sanctions", "sanction", "blockade"],
    "order": ["multipolarity", "just world order", "global south"],
}
guide = topoi.seed_topics(words, seeds)
guide.seeds.head(8)

# %%
guided = topoi.fit_topics(words, n_topics=chosen, guide=guide, random_state=1)
found = topoi.topic_terms(guided, top=8).dropna(subset="guided")
found.groupby("guided")["term"].agg(", ".join).to_frame()

# %% [markdown]
# You asked for these topics, so that they are there says nothing. What they gather beside the seeds
# does, and so does whether they come back from another random start (`fit_runs(..., guide=guide)`).
#
# ## 8. Topics and framings, topics and organizations
#
# Framings took part as terms, so we can ask in which topic their mentions fall.

# %%
with warnings.catch_warnings(
    action="ignore"
):  # of rare framings there is no interval, and none is drawn
    shares = topoi.topic_framings(model, words, documents)
framings = [
    "multipolarity",
    "rules_based_order",
    "unilateral_sanctions",
    "hybrid_war",
    "new_challenges",
    "sovereign_equality",
]

with topoi.style():
    axes = plt.subplots(figsize=(7, 2.2))[1]
    topoi.plot_topic_framings(shares, stability=stability, framings=framings, ax=axes)
    plt.show()

# %% [markdown]
# A row adds up to 100 per cent; numbers below five are not printed, and a topic in brackets does not
# recur. A framing that is spread over many topics is at home everywhere; one that sits in a single
# topic belongs to the vocabulary of that topic.
#
# How much do members of each organization speak of the war? Memberships change by year and overlap,
# so a speech can stand in several groups.

# %%
blocs = topoi.join_memberships(documents, topoi.read_memberships())
prevalence = topoi.topic_prevalence(model, words, blocs, by="bloc")

with topoi.style():
    axes = plt.subplots(figsize=(5.2, 2.3))[1]
    topoi.plot_prevalence(prevalence, topic=war, ax=axes)
    plt.show()

# %% [markdown]
# The intervals say how much the share would vary with other speeches of these members, which is what the
# default `unit="document"` means; with other members it would vary more. They take the topics as given:
# that other topics could have come out is not in them. And members resemble each other because they
# are neighbours, not only because they are members.
#
# ## 9. Does it hold for other numbers of topics?
#
# In every fit of the grid the topic is found again by what it is about, and the claim is asked anew:

# %%
belongs = topoi.memberships_by_year(topoi.read_memberships(), range(2014, 2025))
claims = [
    {"terms": ["ukraine"], "group": "NATO", "says": "more"},
    {"terms": ["ukraine"], "group": "CSTO", "says": "more"},
]
asked = topoi.topic_claims(grid, documents, claims, belongs=belongs)
claim_shares = topoi.topic_claim_shares(asked)
claim_shares[["claim", "n_topics", "fits", "share", "ratio"]].round(2)

# %% [markdown]
# ## What to write down
#
# - The corpus, the sections, the words left out, and the share of the tokens that is left.
# - The grid, the rule, the number chosen, and what happens at its neighbours.
# - The number of runs and how many topics recur. Say nothing about those that do not.
# - Seeds, if there were any, with their strength.
# - That labels are yours, and what you read before you gave them.
# - That a topic is what is spoken *about*. For *how* it is spoken about, count framings and read.
