"""The loops of the collapsed engine as machine code: expected counts, draws of topics, counts, the prior.

Arrays of topics are padded with zeros to whole lanes: sums over topics run in eight lanes side by side, which is
fast and an order that no compiler may change. A row of `prior` is a term, or the only one stands for all.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ..measures.compiled import compiled

LANES = 8
_part = partial(compiled, part=True)
_STEP = np.uint64(0x9E3779B97F4A7C15)


@_part
def _stream(seed, document):
    """Where the random numbers of a document begin, in this sweep."""
    return seed * _STEP + np.uint64(document) * np.uint64(0xD1342543DE82EF95)


@_part
def _uniform(state):
    """A number in [0, 1) from a state that goes up by `_STEP`: splitmix64 (Steele, Lea & Flood 2014)."""
    bits = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    bits = bits ^ (bits >> np.uint64(31))
    return np.float32(bits >> np.uint64(40)) * np.float32(2.0**-24)


@_part
def _lanes(part):
    """The sums of the eight lanes."""
    a = b = c = d = e = f = g = h = np.float32(0)
    for k in range(0, part.size, LANES):
        a += part[k]
        b += part[k + 1]
        c += part[k + 2]
        d += part[k + 3]
        e += part[k + 4]
        f += part[k + 5]
        g += part[k + 6]
        h += part[k + 7]
    return a, b, c, d, e, f, g, h


@_part
def _pick(part, uniform):
    """A topic in proportion to `part`: first the lane in which the draw lies, then the topic in it.

    Rounding may lead past the last, into a topic of nothing.
    """
    a, b, c, d, e, f, g, h = _lanes(part)
    ab, cd, ef, gh = a + b, c + d, e + f, g + h
    left = uniform * ((ab + cd) + (ef + gh))
    k = 0
    if left >= ab + cd:
        left -= ab + cd
        k = 4
        if left >= ef:
            left -= ef
            k = 6
            if left >= g:
                left -= g
                k = 7
        elif left >= e:
            left -= e
            k = 5
    elif left >= ab:
        left -= ab
        k = 2
        if left >= c:
            left -= c
            k = 3
    elif left >= a:
        left -= a
        k = 1
    while k + LANES < part.size and left >= part[k]:
        left -= part[k]
        k += LANES
    return k


@compiled
def expect(
    documents,
    pointers,
    columns,
    data,
    phi,
    prior,
    scale,
    theta,
    alpha,
    iterations,
    still,
    said,
):
    """Expected topic counts of documents, given topics: CVB0, leaving out one token of each entry."""
    width = alpha.size
    guided = prior.shape[0] > 1
    longest = 0
    for d in documents:
        longest = max(longest, pointers[d + 1] - pointers[d])
    share = np.empty((longest, width), np.float32)  # topics of each entry
    counts = np.empty(width, np.float32)
    new = np.empty(width, np.float32)
    part = np.empty(width, np.float32)
    for d in documents:
        first, last = pointers[d], pointers[d + 1]
        if first == last:
            continue
        tokens = np.float32(0)
        for j in range(first, last):
            tokens += data[j]
        for k in range(width):
            counts[k] = theta[d, k] + alpha[k]
        for iteration in range(iterations):
            new[:] = alpha
            for j in range(first, last):
                w, own = columns[j], share[j - first]
                p = w if guided else 0
                if iteration:
                    for k in range(width):
                        rest = max(phi[w, k] - own[k] * scale[k], prior[p, k] * scale[k])
                        part[k] = (counts[k] - own[k]) * rest
                else:
                    for k in range(width):
                        part[k] = counts[k] * phi[w, k]
                a, b, c, e, f, g, h, m = _lanes(part)
                total = ((a + b) + (c + e)) + ((f + g) + (h + m))
                each = np.float32(1) / max(total, np.float32(1e-30))
                for k in range(width):
                    value = part[k] * each
                    own[k] = value
                    new[k] += data[j] * value
            moved = np.float32(0)
            for k in range(width):
                moved += abs(new[k] - counts[k])
                counts[k] = new[k]
            if moved < np.float32(still) * tokens:
                break
        for j in range(first, last):
            w, own = columns[j], share[j - first]
            for k in range(width):
                said[w, k] += data[j] * own[k]
        for k in range(width):
            theta[d, k] = counts[k] - alpha[k]


@compiled
def first_draw(documents, starts, words, phi, theta, alpha, seed, topic):
    """A topic for every token, from the expected counts of its document."""
    width = alpha.size
    up_to = np.empty(width, np.float32)
    for d in documents:
        state = _stream(seed, d)
        for j in range(starts[d], starts[d + 1]):
            total = np.float32(0)
            for k in range(width):
                total += (theta[d, k] + alpha[k]) * phi[words[j], k]
                up_to[k] = total
            state += _STEP
            left = _uniform(state) * total
            k = 0
            while k < width - 1 and up_to[k] <= left:
                k += 1
            while k and up_to[k] == up_to[k - 1]:  # rounding led past the last, into one of nothing
                k -= 1
            topic[j] = k


@compiled
def sample(documents, starts, words, old, new, counts, total, alpha, prior, prior_total, seed):
    """A new topic for every token, given those of all others; counts of terms stay as they are."""
    width, topics = counts.shape[1], total.size
    one = np.float32(1)
    scale = np.zeros(width, np.float32)
    without = np.zeros(width, np.float32)  # the same for the topic of the token itself
    for k in range(topics):
        scale[k] = 1.0 / (total[k] + prior_total[k])
        without[k] = 1.0 / (max(total[k] - 1.0, 0.0) + prior_total[k])
    own = np.empty(width, np.float32)
    part = np.empty(width, np.float32)
    guided = prior.shape[0] > 1
    for d in documents:
        state = _stream(seed, d)
        own[:] = alpha
        for j in range(starts[d], starts[d + 1]):
            own[old[j]] += one
        for j in range(starts[d], starts[d + 1]):
            w, was = words[j], old[j]
            p = w if guided else 0
            for k in range(width):
                part[k] = own[k] * scale[k] * (counts[w, k] + prior[p, k])
            part[was] = (own[was] - one) * without[was] * ((counts[w, was] - one) + prior[p, was])
            state += _STEP
            now = _pick(part, _uniform(state))
            if part[now] <= 0:
                now = was
            new[j] = now
            own[was] -= one
            own[now] += one


@compiled
def move(documents, starts, words, old, new, counts, total):
    """Bring the counts up to date."""
    for d in documents:
        for j in range(starts[d], starts[d + 1]):
            was, now = old[j], new[j]
            if was != now:
                counts[words[j], was] -= 1
                counts[words[j], now] += 1
                total[was] -= 1
                total[now] += 1
                old[j] = now


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
