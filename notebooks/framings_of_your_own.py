# %% [markdown]
# # Framings of your own
#
# This notebook shows how to follow framings that you define yourself through documents that you
# collected yourself, and how to walk every number back to the words behind it.
#
# The specimens that ship with topoi stand in for your documents: they are copied to a temporary
# folder. Put the path of your own folder in their place and the rest stays as it is.

# %%
import shutil
import tempfile
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import topoi

pd.set_option("display.max_colwidth", 100)

work = Path(tempfile.mkdtemp())
folder = work / "documents"
folder.mkdir()
for page in sorted(topoi.specimens().glob("*.txt")):
    shutil.copy(page, folder)

# %% [markdown]
# ## 1. Write a lexicon
#
# Reading the specimens, three ideas come back that the lexicon of topoi does not know. Orders are
# *made elsewhere* ("ordered abroad", "from a foreign catalogue"). The members live in a *common
# house*, or sit at a common table. And there is *shared responsibility*.
#
# A lexicon is a TOML file, one table for each framing. Patterns are plain words with a few marks:
# `*` stands for any letters, `(a|b)` for alternatives, `[a]` for a word that may be missing, `<2>`
# for up to two words in between. Capitals do not matter.

# %%
framings = """
[foreign_blueprint]
label = "foreign blueprint"
gloss = "Our order is being designed by others, elsewhere."
patterns.en = ["ordered (abroad|from <2> (catalogue|capital*))", "foreign (blueprint*|drawing*)"]
patterns.ru = ["чуж* (чертеж*|рецепт*)"]
examples = ["Unrest is ordered abroad.", "It was ordered from a foreign catalogue.", "по чужим рецептам"]
counterexamples = ["The parts were ordered by telephone.", "They drew blueprints."]

[common_house]
label = "common house"
gloss = "The members live under one roof and sit at one table."
patterns.en = ["common (house|home|roof|table)", "(smaller|same|one) table", "our <1> house"]
patterns.ru = ["общ* (дом*|стол*|крыш*)", "образ* дома"]
examples = ["a common roof", "seated around a smaller table", "за общим столом", "образ дома"]
counterexamples = ["the texts on the table", "a house in Ketra", "the table of contents"]

[shared_responsibility]
label = "shared responsibility"
gloss = "A task belongs to all; nobody may leave it to the others."
patterns.en = ["(shared|common|joint) responsibilit*"]
patterns.ru = ["общ* ответственност*"]
not.en = ["common responsibilities and duties of the staff"]
examples = ["Safe lakes are our shared responsibility.", "общая ответственность"]
counterexamples = ["a limited liability company", "common responsibilities and duties of the staff"]
"""
file = work / "framings.toml"
file.write_text(framings, encoding="utf-8")
lexicon = topoi.read_lexicon(file)
list(lexicon)

# %% [markdown]
# A slip in a pattern is reported with its place. Here a bracket is missing:

# %%
slip = work / "slip.toml"
slip.write_text(framings.replace("(house|home|roof|table)", "(house|home"), encoding="utf-8")
try:
    topoi.read_lexicon(slip)
except topoi.LexiconError as error:
    print(str(error).replace(str(work), "FOLDER"))

# %% [markdown]
# ## 2. Check it: examples must match, counterexamples must not
#
# Examples say what you mean, counterexamples what you do not mean. They are the test of a lexicon,
# and its best documentation for a reader of your paper. `failing_examples` lists those that go
# wrong. Suppose we had been generous and let every "the table" count:

# %%
generous = work / "generous.toml"
generous.write_text(framings.replace("(smaller|same", "(the|smaller|same"), encoding="utf-8")
topoi.failing_examples(generous)

# %% [markdown]
# The "table" of these two is a piece of furniture and a list. The lexicon as we wrote it passes:

# %%
len(topoi.failing_examples(lexicon))

# %% [markdown]
# Passing shows that a lexicon does what you wrote down, not that it finds everything in other texts.
# When you meet a false hit in your documents later, add it as a counterexample first, then mend the
# pattern or add an exception under `not`.

# %% [markdown]
# ## 3. Read your documents
#
# A folder may hold text files, CSV and JSON lines side by side. Suppose you also have a spreadsheet
# of statements, saved as CSV, with column names of its own:

# %%
sheet = pd.DataFrame(
    {
        "id": ["stmt-1", "stmt-2", "stmt-3", "stmt-4"],
        "published": ["2034-05-02", "2034-05-09", "2034-06-21", None],
        "who": ["Milena Torvask", "Marit Stennholm", "Gleb Torvanin", "Marit Stennholm"],
        "delegation": ["Sorvenia", "Halvesia", "Varnelia", "Halvesia"],
        "body": [
            "The order of our region will not be built from foreign drawings. It is made here, at "
            "one table, by those who have to live with it.",
            "Nobody owns the sea. Its safety is a shared responsibility, and so is its law.",
            "Protest that is ordered abroad is paid for at home. Under a common roof we repair the "
            "stairs ourselves.",
            "There is no foreign blueprint for the harbour of Ketra. There are only bad engineers.",
        ],
    }
)
sheet.to_csv(folder / "statements.csv", index=False)

# %% [markdown]
# `columns` says which column of the file is which column of topoi: left the name that topoi uses,
# right the name in the file. Where the file names a speaker, the whole text counts as speech by that
# person.

# %%
names = {
    "document": "id",
    "date": "published",
    "speaker": "who",
    "organization": "delegation",
    "text": "body",
}
reading = topoi.read_sources(folder, columns=names)
reading.documents[["document", "source", "date", "speaker", "organization"]].tail(6)

# %% [markdown]
# Look at the problems before you go on, always. (`topoi.read_documents` reads the same and returns
# the documents only, with a warning if there were problems.)

# %%
reading.problems[["source", "problem", "count", "detail"]]

# %% [markdown]
# The pages 02 and 13 are one story in two outlets, with one word changed. A statement that is
# reprinted is heard more often, but it is not said more often. We keep the first.

# %%
documents = reading.documents[reading.documents["document"] != "13_reprint"]
passages = topoi.attribute(documents)

# %% [markdown]
# ## 4. Fill in what the pages do not say
#
# topoi takes the organization of a speaker from the page, and leaves it empty if the page does not
# spell it out. You know more: a table of persons and bodies settles it. It also joins the Latin and
# the Cyrillic spelling of one body.

# %%
bodies = {
    "Andrey Velgarin": "Varnelia",
    "Gleb Torvanin": "Varnelia",
    "Damir Otumbek": "Tashkar",
    "Дамир Отумбек": "Tashkar",
    "Mihal Dorvanu": "Ilmeria",
    "Ilian Morvash": "Belmora",
    "Petra Morvash": "Belmora",
    "Radko Sellin": "Belmora",
    "Milena Torvask": "Sorvenia",
    "Marit Stennholm": "Halvesia",
    "Orest Kalmyrin": "OISP",
    "Орест Калмырин": "OISP",
    "Saltara Zhurumbek": "OISP",
    "Rustem Adalgiri": "OISP",
    "Yuri Brasvin": "OISP",
    "Юрий Брасвин": "OISP",
    "Зарина Алдубек": "OISP",
    "пресс-служба Секретариата ОПВМ": "OISP",
}
known = passages["speaker"].map(bodies)
passages["organization"] = known.fillna(passages["organization"])
passages.groupby("organization")["words"].sum().sort_values(ascending=False).to_frame()

# %% [markdown]
# What is left, such as "Secretariat", are groups that the pages do not name further. Whether they
# speak for the OISP is your decision; write it into the table if you think so.

# %% [markdown]
# ## 5. Find and count
#
# First by organization. `framings` fixes which framings are reported, found or not.

# %%
mentions = topoi.find_framings(passages, lexicon)

with warnings.catch_warnings(action="ignore"):  # too few documents for intervals: we know
    rates = topoi.framing_rates(mentions, passages, by="organization", framings=list(lexicon))

rates.pivot(index="group", columns="framing", values="mentions")

# %%
rates[rates["framing"] == "common_house"][["group", "mentions", "words", "documents", "rate"]]

# %% [markdown]
# The rate is mentions for each 10,000 words. A body with forty words and one mention has a huge
# rate that means nothing: always read `words` and `documents` beside it. With fewer than ten
# documents topoi gives no interval.
#
# By speaker:

# %%
with warnings.catch_warnings(action="ignore"):
    by_speaker = topoi.framing_rates(mentions, passages, by="speaker", framings=list(lexicon))

wide = by_speaker.pivot(index="group", columns="framing", values="mentions")
wide[wide.sum(axis="columns") > 0]

# %% [markdown]
# ## 6. Own words against reported words
#
# A speech and a quotation are somebody's own words. Reported speech has passed through the writer
# of the page, who may have chosen the formula. Narration is the writer's own. If a framing occurs
# mostly in reported speech, you may be measuring the outlets and not the speakers.
#
# Any column of passages can be a group, so we make one. With three framings of ours there is little
# to compare; we add those that ship with topoi. A lexicon is a dictionary, so two can be joined.

# %%
manner = {"speech": "own", "quotation": "own", "reported": "reported", "narration": "outlet"}
passages["manner"] = passages["voice"].map(manner)
both = topoi.read_lexicon() | lexicon
all_mentions = topoi.find_framings(passages, both)

with warnings.catch_warnings(action="ignore"):
    by_manner = topoi.framing_rates(all_mentions, passages, by="manner")

table = by_manner.pivot(index="framing", columns="group", values="mentions")
table = table[["own", "reported", "outlet"]].assign(all=table.sum(axis="columns"))
frequent = table.sort_values("all", ascending=False, kind="stable")
frequent.head(10)

# %%
passages.groupby("manner").agg(words=("words", "sum"), documents=("document", "nunique"))

# %% [markdown]
# Compare with the words: own words are a little more than half of the corpus, so about half of the
# mentions would be there if the voice made no difference. "regional stability" is never in anybody's
# own words here. It is the language of news about the Pact, and whoever counted the pages without
# attribution would have put it into the mouths of the ministers.

# %%
bars = frequent.head(10).drop(columns="all").iloc[::-1]
bars.index = [both[name].label for name in bars.index]

with topoi.style():
    axes = plt.subplots(figsize=(6.5, 3))[1]
    bars.plot.barh(stacked=True, width=0.7, color=["#a4243b", "#56b4e9", "#cfcfcf"], ax=axes)
    axes.set_xlabel("mentions")
    axes.set_ylabel("")
    axes.legend(title="")
    plt.show()

# %% [markdown]
# ## 7. Walk back from a number to the words
#
# A mention knows its passage and its place in the document. `concordance` gives the words around it.
# (In a terminal, `topoi read FOLDER --lexicon framings.toml --show mentions` prints the same.)

# %%
found = topoi.concordance(mentions, passages)
found[["speaker", "left", "match", "right"]]

# %% [markdown]
# Read them all, or a random sample if they are many, before you report a number. The last row is a
# denial: it says that there is *no* foreign blueprint. It was counted, because topoi counts wordings.
# How often that happens in your documents is something that only reading can tell you.

# %% [markdown]
# ## 8. Take it elsewhere
#
# Every table is a pandas DataFrame, so it goes wherever pandas goes. `utf-8-sig` makes spreadsheet
# programs show Cyrillic as it should be.

# %%
out = work / "results"
out.mkdir()
columns = ["mention", "framing", "document", "speaker", "voice", "left", "match", "right"]
found[columns].to_csv(out / "mentions.csv", index=False, encoding="utf-8-sig")
rates.to_csv(out / "rates_by_organization.csv", index=False)
by_speaker.to_csv(out / "rates_by_speaker.csv", index=False)
print(*sorted(path.name for path in out.iterdir()), sep="\n")

# %% [markdown]
# For models of your own, `FramingVectorizer` is a transformer of scikit-learn: texts go in, a row of
# counts for each comes out. It has its place in a `Pipeline`, next to a `CountVectorizer`, say.

# %%
vectorizer = topoi.FramingVectorizer(lexicon, sparse_output=False).set_output(transform="pandas")
features = vectorizer.fit_transform(documents.set_index("document")["text"])
features[features.any(axis="columns")]

# %% [markdown]
# gensim gets the same as a corpus of bags with its dictionary (`topoi.to_gensim(counts)` does it for
# all words).

# %%
corpus, dictionary, rows = topoi.framing_corpus(passages, mentions)
{name: dictionary.cfs[i] for name, i in dictionary.token2id.items()}

# %%
shutil.rmtree(work)

# %% [markdown]
# ## From here to a paper
#
# A notebook is good for looking around. When you know what you ask, lay out a study:
#
#     topoi new my-study --documents FOLDER
#     cd my-study
#     make
#
# This copies your documents, writes `study.toml` (what is asked), `framings.toml` (the lexicon, for
# you to edit: put your own tables there) and `paper/paper.typ` (the text), and `make` builds tables,
# figures and a PDF. If a spreadsheet is among the documents, say which column is which under
# `[corpus]` in `study.toml`, as above. Fix the framings and the groups there **before** you compare:
# whoever tries twenty comparisons and reports the best one has tested nothing.
