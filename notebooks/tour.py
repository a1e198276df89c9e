# %% [markdown]
# # topoi in ten minutes
#
# This notebook walks from raw pages to counts, rates and figures, and says at each step
# what a number shows and what it does not.
#
# The pages are the *specimens* that ship with topoi: press releases, wire stories, a speech, an
# interview, two Russian texts. Every person, state and body in them is invented. They are far too
# few for conclusions, which makes them good for learning: you can read all of them in ten minutes
# and check everything below by eye.
#
# In five lines, with a folder of your own:
#
#     documents = topoi.read_documents(FOLDER)        # files -> documents
#     passages = topoi.attribute(documents)           # who says what, in which voice
#     mentions = topoi.find_framings(passages)        # where framings occur
#     rates = topoi.framing_rates(mentions, passages, by="organization")
#     topoi.plot_rates(rates, framing="hybrid_war")
#
# Each line takes a table (a pandas DataFrame) and gives a new one. Below we take the same steps
# slowly and look at every table on the way.

# %%
import warnings

import matplotlib.pyplot as plt
import pandas as pd

import topoi

pd.set_option("display.max_colwidth", 90)

# %% [markdown]
# ## 1. Pages become documents
#
# `read_sources` reads a file or a folder and returns three tables: the documents, what was removed
# from them, and what was wrong with them.

# %%
reading = topoi.read_sources(topoi.specimens())
documents = reading.documents
documents[["document", "date", "outlet", "genre", "language"]]

# %% [markdown]
# Many cells are empty on purpose. A page that does not say when it was published gets no date, even
# where the day of the event could be guessed. What is unknown stays unknown, and you decide what to
# do about it.
#
# Web pages come with furniture: teasers, captions, cookie notices, links to other stories. It must
# go, because it would be counted. Nothing goes silently: each removed stretch is kept with a reason.

# %%
reading.removed["reason"].value_counts().to_frame()

# %%
wire_story = reading.removed[reading.removed["document"] == "02_wire_story"]
wire_story[["start", "reason", "text"]]

# %% [markdown]
# The deck ("Joint air surveillance is ...") was removed because it repeats the first paragraph.
# Left in, it would have counted one statement twice.
#
# The third table lists what was mended, left alone or skipped. Here, one record was printed in
# lines of fixed width, and words were broken at the line ends.

# %%
reading.problems[["document", "problem", "count", "detail"]]

# %% [markdown]
# ## 2. Documents become passages: who says what, in which voice
#
# A news page mixes voices. If a newspaper writes "regional stability" in its own words, the minister
# did not say it. `attribute` therefore cuts every document into passages and gives each a voice:
#
# - **speech**: the whole document, or a turn in an interview, is somebody's;
# - **quotation**: words between quotation marks;
# - **reported**: the page passes on what somebody said, in its own wording;
# - **narration**: nobody is said to say this.

# %%
passages = topoi.attribute(documents)
story = passages[passages["document"] == "02_wire_story"]
story[["voice", "speaker", "words", "text"]]

# %% [markdown]
# Put together, the passages of a document are its text, character by character. So no word is lost
# and none is counted twice.

# %%
whole = documents.set_index("document")["text"]
print("".join(story["text"]) == whole["02_wire_story"])

# %% [markdown]
# How the words are divided among the voices, over all documents:

# %%
passages.groupby("voice")["words"].agg(["count", "sum"])

# %% [markdown]
# Attribution goes by rules: quotation marks, verbs of saying, names and posts. Each passage records
# the rule that decided and a confidence. The confidence is a rank among rules, not a probability.
# The rules do not know irony, and they miss some forms; `topoi audit` draws a sample of your own
# passages to check by hand, and `topoi read --html` shows a whole document in a browser.

# %%
story[story["voice"] != "narration"][["speaker", "organization", "rule", "confidence"]].head(6)

# %% [markdown]
# `organization` is empty unless the page spells out the body. "Varnelian Defence Minister" is enough
# for a human reader; topoi does not guess. (How to fill such gaps yourself is shown in
# `framings_of_your_own`.)

# %% [markdown]
# ## 3. Passages become mentions
#
# A *framing* is a recurring formula: "multipolar world", "double standards", "hybrid war". The
# lexicon that ships with topoi lists their wordings in English and Russian. `find_framings` returns
# one row for each occurrence.

# %%
mentions = topoi.find_framings(passages)
mentions[["framing", "variant", "passage", "start", "end", "language"]].head(8)

# %% [markdown]
# Because a mention knows its passage, we can ask who used a framing and in which voice.
# `concordance` adds that, and the words on either side.

# %%
said = topoi.concordance(mentions, passages)
frequent = said["framing"].value_counts().head(8).index
pd.crosstab(said["framing"], said["voice"]).loc[frequent]

# %% [markdown]
# Now read what was counted. Here are all mentions of hybrid war:

# %%
war = said[said["framing"] == "hybrid_war"]
war[["document", "voice", "speaker", "left", "match", "right"]]

# %% [markdown]
# Three things to notice. The rows of 02 and 13 are one statement: 13 reprints 02, with one word
# changed. In the interview, the row without a speaker is the journalist's question. And in the last
# mention in 12 the speaker denies that there is a hybrid war; it counts as a mention all the same.
# **A mention shows that a wording occurs. It does not show that the speaker endorses it.** Stance has
# to be read.
#
# Reprints are found by the runs of five words that two texts share. `duplicate_of` marks them, and
# `count_reach` keeps three counts apart: raw (on all pages), independent (said once) and reach (the
# pages that carry it).

# %%
topoi.find_reprints(documents)[["copy", "original", "jaccard", "copied", "days"]].round(2)

# %%
reach = topoi.count_reach(mentions, passages, documents)
reach[reach["framing"] == "hybrid_war"][["group", "raw", "independent", "reach"]]

# %% [markdown]
# `count_voices` counts all that. The figure shows four documents at once: who speaks in the rows,
# framings in the columns. The shape of a mark is the voice, the number in it counts the mentions.

# %%
chosen = ["02_wire_story", "04_speech_page", "09_late_attribution", "12_spokesperson_statement"]
voices = topoi.count_voices(mentions, passages)
voices = voices[voices["document"].isin(chosen)]
labels = dict(zip(chosen, ["Wire story", "Speech", "Hearing", "Comment"], strict=True))

with topoi.style():
    axes = plt.subplots(figsize=(7.5, 5))[1]
    topoi.plot_voices(voices, labels=labels, ax=axes)
    plt.show()

# %% [markdown]
# ## 4. Rates: mentions for each 10,000 words
#
# Whoever speaks more mentions more. A comparison needs rates, and a rate needs the right
# denominator: the words of the same group. `framing_rates` keeps groups without a mention, because
# absence is a result too. We leave the reprint out.

# %%
reprints = documents.loc[documents["duplicate_of"].notna(), "document"]
passages = passages[~passages["document"].isin(reprints)]
with warnings.catch_warnings(record=True) as caution:
    rates = topoi.framing_rates(mentions, passages, by="speaker", framings=["hybrid_war"])

columns = ["group", "mentions", "words", "documents", "rate", "low", "high"]
rates[columns].sort_values("mentions", ascending=False, kind="stable").head(8).round(1)

# %%
print(caution[0].message)

# %% [markdown]
# Look at the rates: they are enormous, because two mentions in 200 words make 90 in 10,000. Look at
# `low` and `high`: they are empty, and the line above is the warning that topoi gives. The sampling
# unit is the document, not the word, since the words of one document depend on each other. With
# fewer than ten documents there is no interval.

# %% [markdown]
# ## 5. Counts and TF-IDF
#
# `count_terms` counts the words of each passage in their dictionary form, stop words left out. A
# framing is one term, in angle brackets, so that it can be weighed like any word. TF-IDF finds the
# terms that are frequent in one document and rare in the others.

# %%
counts = topoi.count_terms(passages, mentions)
weights = topoi.tfidf(counts, passages, by="document", top=5)
weights.groupby("group")["term"].agg(", ".join).to_frame("heaviest terms")

# %% [markdown]
# TF-IDF describes; it is no test. In the heaviest terms you will mostly see what a page is about:
# names, places, objects. They tell you little about how the speakers frame things.

# %% [markdown]
# ## 6. The same with enough documents
#
# The bundle `un-general-debate` ships with topoi: 1,109 speeches of 35 delegations in the General
# Debate of the United Nations, 1992 to 2024. A *bundle* is a corpus without its running text, with
# the tables that we have just made, so the steps from here are the same.

# %%
debate = topoi.read_bundle("un-general-debate")
speeches = topoi.join_documents(debate.passages, debate.documents)
speeches = topoi.join_periods(speeches, [1992, 2000, 2008, 2014, 2020])
speeches = topoi.join_memberships(speeches, topoi.read_memberships())
pd.Series(debate.manifest["size"]).to_frame("size")

# %% [markdown]
# `join_memberships` adds the column `bloc`: the organizations that a delegation belonged to in that
# year. They overlap, so a speech can count in several. Giving `counts` lets the interval learn from
# the whole vocabulary how clumped rare words are.

# %%
rates = topoi.framing_rates(
    debate.mentions, speeches, by="bloc", counts=debate.counts, framings=["multipolarity"]
)
rates[["group", "mentions", "words", "documents", "rate", "low", "high", "phi"]].round(2)

# %%
with topoi.style():
    axes = plt.subplots(figsize=(6, 3))[1]
    topoi.plot_rates(rates, framing="multipolarity", ax=axes)
    plt.show()

# %% [markdown]
# The number behind each name is the mentions, the line is the 95 % interval. `phi` says how many
# times larger the variance is than if mentions fell independently: somebody who says "multipolar"
# once will say it again, and the interval is wider for that.
#
# Over time, for three of the groups:

# %%
with warnings.catch_warnings(action="ignore"):  # some cells rest on fewer than 40 speeches
    by_period = topoi.framing_rates(
        debate.mentions,
        speeches,
        by="bloc",
        over="period",
        counts=debate.counts,
        framings=["multipolarity"],
    )

with topoi.style():
    axes = plt.subplots(figsize=(6, 3))[1]
    topoi.plot_rates_over_time(
        by_period, framing="multipolarity", groups=["CSTO", "BRICS", "NATO"], ax=axes
    )
    plt.show()

# %% [markdown]
# Two intervals that overlap are no test of a difference, and neither are two that do not: the
# speeches of one delegation resemble each other, and BRICS and the CSTO share members. For a test,
# `topoi.contrast_rates` permutes whole delegations between members and others.

# %% [markdown]
# ## What each number shows
#
# | number | shows | does not show |
# |---|---|---|
# | mentions | that a wording occurs in a passage | that the speaker believes it, or means it |
# | voice | how the page gives the words | whether the page quotes correctly |
# | rate | how often, for the words spoken | why; and nothing for a handful of documents |
# | interval | what other speeches of the same kind might have given | errors of attribution or lexicon |
# | TF-IDF | which terms set a text apart | significance, meaning, framing |
#
# ## Where to go next
#
# - `framings_of_your_own`: your documents, your framings.
# - `topics`: topics, how many, and how far to trust them.
# - `help(topoi.framing_rates)`: every function documents what it counts, over what, with the formula.
