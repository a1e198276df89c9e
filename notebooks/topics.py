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
# topoi refuses to fit topics where they could not be recovered even if they were there. The other
# bundle that ships with topoi, five statements on defence meetings, is an example (it counts
# sections as documents):

# %%
statements = topoi.read_bundle("cis-csto-statements")
try:
    topoi.fit_topics(topoi.prepare_topics(statements.counts, min_sections=2), n_topics=5)
except topoi.DataError as error:
    print(error)

# %% [markdown]
# ## 4. How many topics?
#
# There is no true number. `select_topics` fits a grid and measures each model on speeches that it
# has not seen. Two seeds are enough to look; use at least three in a study.

# %%
selection = topoi.select_topics(words, n_topics=[5, 10, 20, 30], seeds=[1, 2], random_state=1)
selection.drop(columns="engine").round(3)

# %% [markdown]
# - `heldout`: how well the other half of an unseen section is predicted. Higher is better.
# - `coherence`: do the top words of a topic occur together? Readability, roughly.
# - `exclusivity`: do topics have words of their own?
#
# Prediction keeps rising with the number of topics, long after they can be read. The rule of
# `choose_n_topics` stops where the next step in the grid no longer gains 0.03 nats a word.

# %%
choice = topoi.topic_choice(selection)
chosen = topoi.choose_n_topics(selection)
print("chosen:", chosen)

# %%
with topoi.style():
    axes = plt.subplots(1, 2, figsize=(8, 2.8))[1]
    topoi.plot_selection(selection, choice=choice, ax=axes[0])
    topoi.plot_selection(selection, measure="exclusivity", choice=choice, ax=axes[1])
    plt.show()

# %% [markdown]
# The rule is a convention. What counts is that it was fixed before you saw the topics, and that your
# main result also holds for the neighbouring numbers (section 8).
#
# ## 5. Several runs, not one
#
# The same model from another random start gives other topics. So we fit five, and report the one
# that resembles the others most. Use ten or more in a study.

# %%
runs = topoi.fit_runs(words, n_topics=chosen, seeds=[1, 2, 3, 4, 5])
best = topoi.medoid_run(runs)
model = runs[best]
stability = topoi.topic_stability(model, runs[:best] + runs[best + 1 :])
stability.drop(columns="runs").nlargest(8, "jaccard").round(2)

# %% [markdown]
# `jaccard` is the share of the ten top words that a topic has in common with its counterpart in
# another run. From one half on we say that the topic recurs.

# %%
print((stability["recurs"] == "yes").sum(), "of", chosen, "topics recur")

# %%
with topoi.style():
    axes = plt.subplots(figsize=(6, 2.4))[1]
    topoi.plot_stability(stability, ax=axes)
    plt.show()

# %% [markdown]
# **A topic that does not recur is a fact about the random start, not about the speeches.** Do not
# name it, do not interpret it, do not build a table on it. That is most of the topics here, and most
# published topic models were never checked for it. More speeches help; fewer topics sometimes do.
#
# ## 6. What the topics are

# %%
terms = topoi.topic_terms(model, top=15)
everything = topoi.topic_prevalence(model, words, documents.assign(corpus="all"), by="corpus")

with topoi.style():
    axes = plt.subplots(figsize=(8, 4.6))[1]
    topoi.plot_topics(terms, prevalence=everything, stability=stability, ax=axes)
    plt.show()

# %% [markdown]
# Grey topics do not recur. topoi numbers the topics and gives them no names: a label is your reading
# of some words, and it steers everything that is read into the topic afterwards. Before you label:
#
# - look at the words that are typical and not only frequent (`frex`);
# - read the sections in which the topic is strongest.
#
# Take the topic whose first word is "ukraine":

# %%
top_word = terms[terms["rank"] == 1].set_index("term")["topic"]
war = int(top_word["ukraine"])
typical = terms[terms["topic"] == war].nlargest(8, "frex")
typical[["term", "probability", "frex"]].round(3)

# %%
sections = model.rows.assign(share=model.theta[:, war - 1])
sections = sections.merge(documents[["document", "organization", "year"]], on="document")
sections.nlargest(6, "share")[["section", "organization", "year", "share"]].round(2)

# %% [markdown]
# These are the sections to read. (A bundle has no texts; with documents of your own you would look
# them up in `passages`.) Notice what the topic is *not*: a stance. A speech that condemns the war and
# one that justifies it use many of the same words.
#
# ## 7. Topics and framings, topics and organizations
#
# Framings took part as terms, so we can ask in which topic their mentions fall.

# %%
shares = topoi.topic_framings(model, words)
framings = [
    "multipolarity",
    "rules_based_order",
    "unilateral_sanctions",
    "hybrid_war",
    "new_challenges",
    "sovereign_equality",
]

with topoi.style():
    axes = plt.subplots(figsize=(8, 2.4))[1]
    topoi.plot_topic_framings(shares, stability=stability, framings=framings, ax=axes)
    plt.show()

# %% [markdown]
# A row adds up to 100 per cent; numbers below five are not printed, and a topic in brackets does not
# recur. A framing that is spread over many topics is at home everywhere; one that sits in a single
# topic belongs to the vocabulary of that topic. But look at the brackets: most of these columns
# would be others with another seed, so this figure is a hint where to read and no result.
#
# How much do members of each organization speak of the war? Memberships change by year and overlap,
# so a speech can stand in several groups.

# %%
blocs = topoi.join_memberships(documents, topoi.read_memberships())
prevalence = topoi.topic_prevalence(model, words, blocs, by="bloc")
mine = prevalence[prevalence["topic"] == war].sort_values("prevalence", ignore_index=True)
mine[["group", "prevalence", "low", "high", "documents"]].round(3)

# %%
with topoi.style():
    figure, axes = plt.subplots(figsize=(6, 2.6))
    axes.hlines(mine["group"], 100 * mine["low"], 100 * mine["high"], color="0.5", linewidth=1)
    axes.plot(100 * mine["prevalence"], mine["group"], "ok")
    axes.set_xlim(left=0)
    axes.grid(axis="x")
    axes.set_xlabel(f"share of topic {war} in the words of each group, per cent")
    plt.show()

# %% [markdown]
# The intervals say how much the share would vary with other speeches. They take the topics as given:
# that other topics could have come out is not in them. And members resemble each other because they
# are neighbours, not only because they are members.
#
# ## 8. Does it hold for other numbers of topics?

# %%
for number in (10, 30):
    other = topoi.fit_topics(words, n_topics=number, random_state=1)
    listed = topoi.topic_terms(other, top=8)
    first = listed[(listed["term"] == "ukraine")].sort_values("rank")["topic"].iloc[0]
    share = topoi.topic_prevalence(other, words, blocs, by="bloc")
    share = share[share["topic"] == first].set_index("group")["prevalence"]
    print(f"{number} topics:", ", ".join(listed.loc[listed["topic"] == first, "term"]))
    print("  NATO", f"{share['NATO']:.1%},", "CSTO", f"{share['CSTO']:.1%}")

# %% [markdown]
# ## What to write down
#
# - The corpus, the sections, the words left out, and the share of the tokens that is left.
# - The grid, the rule, the number chosen, and what happens at its neighbours.
# - The number of runs and how many topics recur. Say nothing about those that do not.
# - That labels are yours, and what you read before you gave them.
# - That a topic is what is spoken *about*. For *how* it is spoken about, count framings and read.
