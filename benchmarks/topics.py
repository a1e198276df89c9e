"""The topic engines on the shipped General Debate: time, prediction, coherence, recurrence.

    python benchmarks/topics.py [--seeds 5] [--output benchmarks/topics.csv]

Every fit is a process of its own with one thread: it reads the bundle, cuts sections, sets a fifth
of the speeches aside and fits 20 topics with the defaults of topoi. `process` is its time from
start to end and `fit` that of fitting alone (seconds, median over seeds); `ratio` is `process` over
that of scikit-learn. `heldout` is the log-likelihood of what was set aside by document completion
(nats a token), `coherence` C_NPMI over passages, `recurring` how many of the 20 topics of a run
recur in those from the other seeds (means). A first round, in which numba may compile, is not timed.

It does not show what the libraries can do: other settings and corpora may give another order.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd

import topoi
from topoi.topics import TopicModel, topic_stability
from topoi.topics.engines import ENGINES, make_engine
from topoi.topics.evaluation import coherence_npmi, heldout_likelihood, split_tokens

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}


def corpus():
    words = topoi.prepare_topics(topoi.read_bundle("un-general-debate").counts)
    speech, names = pd.factorize(words.rows["document"])
    aside = (np.random.default_rng(1).random(len(names)) < 0.2)[speech]
    return words, words.X[~aside], split_tokens(words.X[aside], 1)


def fit_one(engine, seed, file):
    train, start = corpus()[1], time.perf_counter()
    phi = make_engine(engine, 20, int(seed)).fit(train).components_
    np.savez(file, phi=phi, fit=time.perf_counter() - start)


def timed(engine, seed):
    with tempfile.NamedTemporaryFile(suffix=".npz") as file:
        start = time.perf_counter()
        command = [sys.executable, __file__, "--one", engine, str(seed), file.name]
        subprocess.run(command, check=True, env=os.environ | ONE_THREAD)
        process = time.perf_counter() - start
        return {"engine": engine, "seed": seed, "process": process} | dict(np.load(file.name))


def compare(seeds):
    runs = pd.DataFrame([timed(e, seed) for seed in range(seeds + 1) for e in sorted(ENGINES)])
    runs, (words, _, halves) = runs[runs["seed"] > 0].astype({"fit": float}), corpus()
    runs["heldout"] = [heldout_likelihood(phi, halves) for phi in runs["phi"]]
    runs["coherence"] = [coherence_npmi(phi, words.windows).mean() for phi in runs["phi"]]
    for engine, mine in runs.groupby("engine"):
        models = [
            TopicModel(engine, None, [], phi, words.rows, phi, phi, phi) for phi in mine["phi"]
        ]
        each = [topic_stability(m, models[:i] + models[i + 1 :]) for i, m in enumerate(models)]
        runs.loc[mine.index, "recurring"] = [(t["recurs"] == "yes").sum() for t in each]
    out = runs.groupby("engine")[["process", "fit"]].median()
    out.insert(1, "ratio", out["process"] / out.loc["sklearn", "process"])
    scores = runs.groupby("engine")[["heldout", "coherence", "recurring"]].mean()
    return out.join(scores).round(3)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--output")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    if (asked := parser.parse_args()).one:
        sys.exit(fit_one(*asked.one))
    print((result := compare(asked.seeds)).to_string())
    if asked.output:
        result.to_csv(asked.output)
