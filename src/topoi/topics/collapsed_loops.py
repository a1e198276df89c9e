"""The loops of the collapsed engine as machine code: expected counts, draws of topics, counts, the prior.

Arrays of topics are padded with zeros to whole lanes of `lanes`. A row of `prior` is a term, or the only one
stands for all. Documents are those from `first` to before `end`, unless they are listed.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ..measures.compiled import compiled
from .lanes import LANES, lane, larger, later, load, passed, spread, store, total, up_to

_part = partial(compiled, part=True)
_STEP = np.uint64(0x9E3779B97F4A7C15)
TOGETHER = 4  # documents whose tokens are drawn side by side


@_part
def _mixed(bits):
    """Another number for each; a change of any bit changes half of them."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


@_part
def _stream(seed, document):
    """Where the random numbers of a document begin, in this sweep.

    Mixed, so that no stretch of them comes again in another sweep or document, shifted by some tokens.
    """
    return _mixed(_mixed(seed) + np.uint64(document))


@_part
def _uniform(state):
    """A number in [0, 1) from a state that goes up by `_STEP`: splitmix64 (Steele, Lea & Flood 2014)."""
    return np.float32(_mixed(state) >> np.uint64(40)) * np.float32(2.0**-24)


@_part
def _pick(running, row, width, sums, uniform):
    """A topic in proportion to what was added up: first the lane in which the draw lies, then the topic in it.

    `running` has the sums of each lane up to each topic, `sums` those of whole lanes. Rounding may lead into a
    lane of nothing, or past the last topic of one: then `width` or more.
    """
    sums = up_to(sums)
    left = uniform * lane(sums, LANES - 1)
    topic = passed(sums, left)
    left = max(left - lane(later(sums), topic), np.float32(0))
    for k in range(topic, width, LANES):
        topic += LANES if running[row, k] <= left else 0
    return topic


# ---- expected counts


@compiled
def expect(
    documents,
    pointers,
    columns,
    data,
    of_term,
    factor,
    scale,
    prior,
    theta,
    alpha,
    iterations,
    still,
    leave,
    said,
):
    """Expected topic counts of documents, given topics, (of_term * factor + prior) * scale.

    CVB0: one token of each entry is left out of the counts of its document, and `leave` tokens (0 or 1) of
    those of its term. What the documents say of terms is added to `said`.
    """
    width = alpha.size
    guided = prior.shape[0] > 1
    longest = 0
    for d in documents:
        longest = max(longest, pointers[d + 1] - pointers[d])
    shares = np.empty((longest, width), np.float32)  # topics of each entry
    counts = np.empty(width, np.float32)
    new = np.empty(width, np.float32)
    part = np.empty(width, np.float32)
    zero = spread(np.float32(0))
    times = spread(np.float32(factor))
    without = spread(np.float32(leave))
    for d in documents:
        first, end = pointers[d], pointers[d + 1]
        if first == end:
            continue
        tokens = np.float32(0)
        for j in range(first, end):
            tokens += data[j]
        for k in range(0, width, LANES):
            store(counts, k, load(theta, d * width + k) + load(alpha, k))
        for iteration in range(iterations):
            new[:] = alpha
            for j in range(first, end):
                row, own = np.intp(columns[j]) * width, (j - first) * width
                before = row if guided else 0
                sums = zero
                for k in range(0, width, LANES):
                    share, rest = load(counts, k), times * load(of_term, row + k)
                    if iteration:
                        mine = load(shares, own + k)
                        share, rest = share - mine, larger(rest - mine * without, zero)
                    share = share * load(scale, k) * (rest + load(prior, before + k))
                    store(part, k, share)
                    sums = sums + share
                each = spread(np.float32(1) / max(total(sums), np.float32(1e-30)))
                tokens_of_it = spread(data[j])
                for k in range(0, width, LANES):
                    share = load(part, k) * each
                    store(shares, own + k, share)
                    store(new, k, load(new, k) + tokens_of_it * share)
            moved = zero
            for k in range(0, width, LANES):
                change = load(new, k) - load(counts, k)
                moved = moved + larger(change, zero - change)
                store(counts, k, load(new, k))
            if total(moved) < np.float32(still) * tokens:
                break
        for k in range(0, width, LANES):
            store(theta, d * width + k, load(counts, k) - load(alpha, k))
        for j in range(first, end):
            row, own = np.intp(columns[j]) * width, (j - first) * width
            tokens_of_it = spread(data[j])
            for k in range(0, width, LANES):
                share = tokens_of_it * load(shares, own + k)
                store(said, row + k, load(said, row + k) + share)


@compiled
def minibatches(
    order,
    size,
    weights,
    tokens,
    pointers,
    columns,
    data,
    of_term,
    prior,
    prior_total,
    theta,
    alpha,
    iterations,
    still,
):
    """Once over documents, so many at a time: counts of terms move to what each minibatch says.

    They are kept up to a factor, so that a minibatch touches no more than its own terms.
    """
    width = alpha.size
    all_tokens = 0.0
    for d in order:
        all_tokens += tokens[d]
    of_topic = np.zeros(width)
    for w in range(of_term.shape[0]):
        for k in range(width):
            of_topic[k] += of_term[w, k]
    said = np.zeros(of_term.shape, np.float32)
    scale = np.zeros(width, np.float32)
    sums = np.empty(width, np.float32)
    zero = spread(np.float32(0))
    factor = 1.0
    for i in range(weights.size):
        documents = order[i * size : (i + 1) * size]
        seen = 0.0
        for d in documents:
            seen += tokens[d]
        if seen == 0:
            continue
        for k in range(width):
            all_of_it = factor * of_topic[k] + prior_total[k]
            scale[k] = 1.0 / all_of_it if all_of_it > 0 else 0.0
        state = (scale, prior, theta, alpha, iterations, still, 0, said)
        expect(documents, pointers, columns, data, of_term, factor, *state)
        factor *= 1 - weights[i]
        sums[:] = 0
        times = spread(np.float32(weights[i] * all_tokens / seen / factor))
        for d in documents:
            for j in range(pointers[d], pointers[d + 1]):
                row = np.intp(columns[j]) * width
                for k in range(0, width, LANES):
                    more = times * load(said, row + k)
                    store(of_term, row + k, load(of_term, row + k) + more)
                    store(sums, k, load(sums, k) + more)
                    store(said, row + k, zero)
        for k in range(width):
            of_topic[k] += sums[k]
        if factor < 1e-3:
            of_term *= np.float32(factor)
            of_topic *= factor
            factor = 1.0
    of_term *= np.float32(factor)


# ---- draws


@compiled
def first_draw(first, end, starts, words, phi, theta, alpha, seed, topic):
    """A topic for every token, from the expected counts of its document."""
    width = alpha.size
    running = np.empty((1, width), np.float32)
    for d in range(first, end):
        state = _stream(seed, d)
        for j in range(starts[d], starts[d + 1]):
            row = np.intp(words[j]) * width
            sums = spread(np.float32(0))
            for k in range(0, width, LANES):
                share = load(theta, d * width + k) + load(alpha, k)
                sums = sums + share * load(phi, row + k)
                store(running, k, sums)
            state += _STEP
            drawn = _pick(running, 0, width, sums, _uniform(state))
            if drawn >= width:  # to the last that may be
                drawn = 0
                for i in range(width):
                    if (theta[d, i] + alpha[i]) * phi[words[j], i] > 0:
                        drawn = i
            topic[j] = drawn


@compiled
def sample(first, end, starts, words, old, new, counts, of_topic, alpha, prior, prior_total, seed):
    """A new topic for every token, given those of all others; counts of terms stay as they are.

    Tokens of a document wait for each other. Those of some documents are therefore drawn in turn, and a
    processor works on them at a time; documents side by side are best of one length.
    """
    width, topics = counts.shape[1], of_topic.size
    one = np.float32(1)
    scale = np.zeros(width, np.float32)
    gain = np.zeros(width, np.float32)  # of it, where the token itself is left out
    for k in range(topics):
        scale[k] = 1.0 / (of_topic[k] + prior_total[k])
        gain[k] = 1.0 / (max(of_topic[k] - 1.0, 0.0) + prior_total[k]) - scale[k]
    own = np.empty((TOGETHER, width), np.float32)
    running = np.empty((TOGETHER, width), np.float32)
    state = np.empty(TOGETHER, np.uint64)
    single = np.zeros(2 * width + LANES, np.float32)  # from width - k on: one at k
    single[width] = one
    guided = prior.shape[0] > 1
    for begin in range(first, end, TOGETHER):
        some = min(TOGETHER, end - begin)
        longest = 0
        for i in range(some):
            d = begin + i
            longest = max(longest, starts[d + 1] - starts[d])
            state[i] = _stream(seed, d)
            own[i] = alpha
            for j in range(starts[d], starts[d + 1]):
                own[i, old[j]] += one
        for token in range(longest):
            for i in range(some):
                j = starts[begin + i] + token
                if j >= starts[begin + i + 1]:
                    continue
                was, row, mine = np.intp(old[j]), np.intp(words[j]) * width, i * width
                before = row if guided else np.intp(0)
                more = spread(gain[was])
                sums = spread(np.float32(0))
                for k in range(0, width, LANES):
                    itself = load(single, width - was + k)
                    share = load(own, mine + k) - itself
                    store(own, mine + k, share)
                    share = share * (load(scale, k) + itself * more)
                    rest = load(counts, row + k) - itself
                    sums = sums + share * (rest + load(prior, before + k))
                    store(running, mine + k, sums)
                state[i] += _STEP
                now = _pick(running, i, width, sums, _uniform(state[i]))
                now = was if now >= width else now
                new[j] = now
                at = now - now % LANES
                store(own, mine + at, load(own, mine + at) + load(single, width - now + at))


@compiled
def move(first, end, starts, words, old, new, counts, of_topic):
    """Bring the counts up to date."""
    for j in range(starts[first], starts[end]):
        was, now = old[j], new[j]
        if was != now:
            counts[words[j], was] -= 1
            counts[words[j], now] += 1
            of_topic[was] -= 1
            of_topic[now] += 1
            old[j] = now


@compiled
def count(words, topic, counts, of_topic):
    """Count tokens of terms in topics."""
    for j in range(words.size):
        counts[words[j], topic[j]] += 1
        of_topic[topic[j]] += 1


@compiled
def learn(starts, topic, alpha, longest):
    """Five steps of Minka's fixed point for the prior of documents (Wallach 2008, section 2.3.2)."""
    topics = alpha.size
    having = np.zeros((topics, longest + 1))  # documents with so many tokens of a topic, or more
    long = np.zeros(longest + 1)  # documents of so many tokens, or more
    own = np.zeros(topics, np.int64)
    for d in range(starts.size - 1):
        own[:] = 0
        for j in range(starts[d], starts[d + 1]):
            k = topic[j]
            own[k] += 1
            having[k, own[k]] += 1
            long[j - starts[d] + 1] += 1
    for _ in range(5):
        all_topics = 0.0
        for k in range(topics):
            all_topics += alpha[k]
        below = 0.0
        for n in range(1, longest + 1):
            below += long[n] / (n - 1 + all_topics)
        for k in range(topics):
            above = 0.0
            for n in range(1, longest + 1):
                if having[k, n] == 0:
                    break
                above += having[k, n] / (n - 1 + alpha[k])
            alpha[k] = max(1e-4, alpha[k] * above / below)
