"""Topic shares by covariates: a formula with groups, splines and overlapping memberships."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import fdtrc

from ...errors import DataError
from ...measures.groups import as_belongs
from ...measures.intervals import FEWEST_UNITS, benjamini_hochberg, warn_of_few_units
from ...tables import check, need_columns
from ..engines import Floats
from ..models import TopicModel
from ..vocabulary import Vocabulary
from .shares import Cells, Shares, degrees_of_freedom, fit_shares, share_limits
from .spoken import in_words, need_once, spoken, units_of, without_nulls

MOST_COEFFICIENTS = (
    1_000  # columns times topics: seconds, and eight times as long for twice as many
)
POINTS = 40  # values of a number at which shares are given, if it has more
_QUOTED = r"`([^`]+)`"  # how formulas write a column with a space in its name
_LEAST_P = 1e-9  # what is smaller hangs on rounding
_MOST_DIGITS = 15  # before the point of a label, or after it


def topic_effects(
    model: TopicModel,
    words: Vocabulary,
    documents: pd.DataFrame,
    formula: str,
    *,
    belongs: pd.DataFrame | None = None,
    member: str = "organization",
    over: str = "year",
    unit: str | tuple[str, str] = "organization",
    level: float = 0.95,
) -> pd.DataFrame:
    """How the shares of topics go with variables of documents.

    Parameters
    ----------
    model : TopicModel
    words : Vocabulary
        What the model was fitted to.
    documents : DataFrame
        With `document`, the variables of the formula and `unit`; each document once.
    formula : str
        The right-hand side of a formula of `formulaic`, such as "~ genre + bs(year, df=4)". It has a
        constant; `bs` and `cr` are splines, `C` makes categories of numbers.
    belongs : DataFrame, optional
        Who belongs when, as in `contrast_rates`. Every organization is then a variable that is 1 in
        documents of its members and 0 in others: "~ CSTO + SCO + bs(year, df=4)". One may belong to
        several.
    member, over : str, defaults "organization" and "year"
        The columns of `documents` that hold the member and the time of `belongs`.
    unit : str or pair of str, default "organization"
        Column of the sampling unit; a pair, such as ("organization", "year"), if both could have
        been drawn otherwise.
    level : float, default 0.95

    Returns
    -------
    DataFrame
        Schema `topic_effects`: for every topic and every value of every variable (of a number with
        many values, 40 from the least to the largest) the mean share over all documents, weighted by
        their tokens, if all had that value and were as they are otherwise. Limits lie within 0 and
        1. `p` is of no difference between the values, `q` is adjusted over topics and variables;
        null, like the limits, with fewer than 10 units.

    Raises
    ------
    DataError
        A column is missing or holds neither numbers nor text nor categories (but dates, say), the
        formula cannot be read, has no constant, columns that depend on each other or values that are
        not finite, more columns than units (or than can be fitted, times topics), or one that a single
        unit tells; a group of `belongs` is called like a column, or none has a member here; a document
        has no unit or occurs twice; or `words` has other terms than the model.

    Warns
    -----
    UserWarning
        Documents with a null variable (or, with `belongs`, no member or time) are left out; there are
        fewer than 40 units.

    Notes
    -----
    log(pi_k / pi_reference) = x b_k, pi being the shares of topics in the words of a document, is
    fitted to the words themselves with the topics held fixed (see `topic_prevalence` and
    `topoi.topics.effects.shares`). The covariance is robust to clusters, with each of them left out (CV3); limits
    are symmetric about the logit of the mean share. p is Hotelling's, of the shares at as many
    values as the variable has columns, and one more; below a billionth units cannot tell, and it is
    that. Limits with a pair of units are a little wide (.98 to .99 hold the truth). Coverage of limits and
    how often p calls out where there is nothing: benchmarks/topics/effect_coverage.csv.

    A share at a value is what the formula makes of the documents there are; it does not show what would
    happen if they had that value. Splines are least sure at their ends.

    Examples
    --------
    Speeches that turn from the sea to the land, over twenty years:

    >>> import scipy.sparse as sp
    >>> years = np.repeat(np.arange(2010, 2030), 3)
    >>> names = [f"speech {i}" for i in range(60)]
    >>> rows = pd.DataFrame({"section": names, "document": names})
    >>> sea = 80 - 3 * (years - 2010) + np.tile([-4, 0, 4], 20)
    >>> X = sp.csr_matrix(np.stack([sea, 100 - sea], axis=1).astype(float))
    >>> words = Vocabulary(X, rows, ["sea", "land"], X, 1.0)
    >>> tokens, theta = np.full(60, 100.0), np.full((60, 2), 0.5)
    >>> model = TopicModel("by hand", None, words.terms, np.eye(2), rows, theta, tokens, np.ones(2))
    >>> documents = pd.DataFrame({"document": names, "year": years})
    >>> table = topic_effects(model, words, documents, "~ year", unit="document")
    >>> first = table[table["topic"] == 1].set_index("value")
    >>> first.loc[["2010", "2029"], ["prevalence", "low", "high"]].round(2).values.tolist()
    [[0.79, 0.77, 0.8], [0.24, 0.22, 0.26]]
    """
    if not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1; got {level}.")
    documents = in_words(words, documents, units_of(unit).values())
    if belongs is not None:
        documents = _with_memberships(documents, belongs, member, over)
    design = _Design(formula, documents)
    need_once(design.data, "Pass them once; who belongs where is said by `belongs`.")
    said = spoken(model, words, design.data, units_of(unit), "topic_effects")
    design = design.of(said.table["document"])
    kinds = said.table.filter(like="unit_")
    ways = [pd.factorize(kinds[kind], sort=True)[0] for kind in kinds]
    counts = said.added_up(said.table, np.arange(len(said.table)))
    matrix = design.matrix(design.data)
    _need_room(matrix, min(int(way.max()) + 1 for way in ways), model.n_topics)
    fitted = fit_shares(model.components, Cells(counts, matrix, ways), said.whole)
    if fitted.clusters >= FEWEST_UNITS:
        _need_several(matrix, kinds.rename(columns=units_of(unit)))
    tokens = np.asarray(counts.sum(axis=1)).ravel()
    parts = [
        _rows(fitted, design, name, tokens, level).assign(variable=name)
        for name in design.variables
    ]
    return _table(parts, design, fitted)


def _need_room(matrix: Floats, units: int, topics: int) -> None:
    """Refuse a formula with so many columns that units cannot tell, or that would take hours."""
    columns = matrix.shape[1]
    too_many = columns > units >= FEWEST_UNITS  # of fewer units there are no limits anyway
    if too_many or columns * topics > MOST_COEFFICIENTS:
        raise DataError(
            f"formula: it makes {columns} columns, for {units} units and {topics} topics. No more columns "
            f"than units can be told, and {MOST_COEFFICIENTS:,} columns times topics be fitted: join values "
            "of a category, or take a number or a spline.",
            columns=columns,
        )


def _need_several(matrix: Floats, units: pd.DataFrame) -> None:
    """Refuse what a single unit tells: how units differ cannot be seen from it."""
    orthonormal = np.linalg.qr(matrix)[0]
    for unit in units:
        for name, rows in units.groupby(unit).indices.items():
            mine = orthonormal[rows]
            if np.linalg.eigvalsh(mine.T @ mine).max() > 1 - 1e-9:
                raise DataError(
                    f"formula: without '{name}' its columns depend on each other, so that one {unit} "
                    f"is all there is to tell an effect. Take another unit than '{unit}', or leave "
                    "the variable out.",
                    unit=unit,
                )


def _table(parts: list[pd.DataFrame], design: _Design, fitted: Shares) -> pd.DataFrame:
    out = pd.concat(parts, ignore_index=True)
    out = out.assign(formula=design.formula, documents=len(design.data), units=fitted.clusters)
    warn_of_few_units(pd.Series([fitted.clusters]), "topic_effects", "formulas")
    tests = out.drop_duplicates(["topic", "variable"])
    q = benjamini_hochberg(tests["p"].to_numpy(float))
    keyed = pd.Series(q, index=pd.MultiIndex.from_frame(tests[["topic", "variable"]]))
    out["q"] = keyed.reindex(pd.MultiIndex.from_frame(out[["topic", "variable"]])).to_numpy()
    out = out.sort_values(["topic", "variable"], kind="stable", ignore_index=True)
    return check(out, "topic_effects")


def _with_memberships(
    documents: pd.DataFrame, belongs: pd.DataFrame, member: str, over: str
) -> pd.DataFrame:
    """Documents with a column of 0 and 1 for every organization."""
    need_columns(documents, ("document", member, over), "documents")
    documents = without_nulls(
        documents, (member, over), "topic_effects"
    )  # members of nobody knows what
    table = as_belongs(belongs, over, sorted(documents[over].dropna().unique()))
    here = pd.MultiIndex.from_frame(documents[[member, over]].astype("object"))
    columns = {}
    if taken := sorted(set(table["group"].astype("str")) & set(documents.columns)):
        raise DataError(
            f"belongs: '{taken[0]}' is a group and a column of documents. Rename one of them."
        )
    for group, mine in table.groupby("group"):
        inside = pd.MultiIndex.from_frame(mine[["unit", "time"]].astype("object"))
        columns[str(group)] = here.isin(inside).astype("int64")
    if not any(column.any() for column in columns.values()):
        raise DataError(
            "belongs: none of the documents is by a member of any group. Members and times of `belongs` "
            "must be written as in the documents: names alike, years as numbers."
        )
    return documents.assign(**columns)


class _Value(NamedTuple):
    label: str
    at: float
    given: Any


def _parsed(formula: str) -> Any:
    from formulaic import Formula
    from formulaic.errors import FormulaicError
    from formulaic.formula import SimpleFormula

    try:
        parsed = Formula(formula)
    except (FormulaicError, SyntaxError) as error:
        raise DataError(
            f"formula: {formula!r} cannot be read. Write it like '~ genre + bs(year, df=4)'."
        ) from error
    if not isinstance(parsed, SimpleFormula):
        raise DataError(
            f"formula: {formula!r} has a left-hand side or several parts. Write '~ ' and the "
            "variables: the shares of topics are the left-hand side."
        )
    return parsed


def _variables(parsed: Any, columns: Collection[str]) -> list[str]:
    """Columns that a formula needs; functions and what formulas know by name (`np`) are none."""
    from formulaic.transforms import TRANSFORMS

    known = set(TRANSFORMS) - set(columns)
    factors = {factor for term in parsed for factor in term.factors}
    names: set[str] = set()
    functions: set[str] = set()
    for factor in factors:
        if factor.eval_method.value == "lookup":
            whole, of = factor.expr, factor.expr.partition(".")[0]
            names.add(of if of in columns and whole not in columns else whole)
        elif factor.eval_method.value == "python":
            names |= set(re.findall(_QUOTED, factor.expr))
            nodes = list(ast.walk(ast.parse(re.sub(_QUOTED, "(0)", factor.expr))))
            called = [node.func for node in nodes if isinstance(node, ast.Call)]
            functions |= {node.id for node in called if isinstance(node, ast.Name)}
            names |= {n.id for n in nodes if isinstance(n, ast.Name) and n not in called} - known
    if both := sorted(names & functions):
        raise DataError(
            f"formula: '{both[0]}' is a function in it and a column. Rename the column.",
            column=both[0],
        )
    return sorted(names)


def _need_kind(name: str, column: pd.Series) -> None:
    """Raise DataError for a column of neither numbers nor text nor categories."""
    types = pd.api.types
    if isinstance(column.dtype, pd.CategoricalDtype):
        return
    if not (types.is_numeric_dtype(column) or types.is_string_dtype(column)):
        held = "dates" if types.is_datetime64_any_dtype(column) else types.infer_dtype(column)
        raise DataError(
            f"documents: '{name}' holds {held}. Make a column of numbers of it, such as the year, or "
            "of text.",
            column=name,
        )


class _Design:
    """A formula and the documents that it is about."""

    def __init__(self, formula: str, documents: pd.DataFrame) -> None:
        self.formula, self._parsed = formula, _parsed(formula)
        self.variables = _variables(self._parsed, documents.columns)
        if not self.variables:
            raise DataError(f"formula: {formula!r} has no variable; see topic_prevalence.")
        need_columns(documents, self.variables, "documents")
        known = without_nulls(documents, self.variables, "topic_effects")
        self.data = known.reset_index(drop=True)
        for name in self.variables:
            self.data[name] = self.data[name].infer_objects()  # bool, say, once no null is left
            _need_kind(name, self.data[name])

    def of(self, names: pd.Series) -> _Design:
        """The design of these documents only, in their order; the formula's states are theirs."""
        self.data = self.data.set_index("document").loc[names].reset_index()
        for name in self.variables:
            if not pd.api.types.is_numeric_dtype(self.data[name]):
                self.data[name] = self.data[name].astype("object")
        self._spec = self._made(self._parsed, self.data).model_spec
        matrix = self.matrix(self.data)
        constant = matrix @ np.linalg.lstsq(matrix, np.ones(len(matrix)), rcond=None)[0]
        if not np.allclose(constant, 1.0, atol=1e-6):
            raise DataError(f"formula: {self.formula!r} has no constant. Leave out '-1' or '+0'.")
        return self

    def matrix(self, data: pd.DataFrame) -> Floats:
        """Columns of the formula."""
        matrix = np.asarray(self._made(self._spec, data), dtype="float64")
        if len(matrix) < len(data) or not np.isfinite(matrix).all():
            raise DataError(
                f"formula: {self.formula!r} is no finite number for some documents (a logarithm of 0, "
                "say), as they are or with a value that others have. Leave them out, or write "
                "another formula."
            )
        return matrix

    def _made(self, spec: Any, data: pd.DataFrame) -> Any:
        from formulaic.errors import FormulaicError

        try:
            # Other columns may be called like functions.
            return spec.get_model_matrix(data[self.variables])
        except (FormulaicError, TypeError, ValueError) as error:
            raise DataError(f"formula: {self.formula!r} cannot be computed ({error}).") from error

    def values(self, name: str) -> list[_Value]:
        """The values that a variable is given."""
        column = self.data[name]
        there = sorted(column.unique())
        if not pd.api.types.is_numeric_dtype(column):
            return [_Value(str(v), np.nan, v) for v in there]
        if len(there) > POINTS:
            there = list(np.linspace(there[0], there[-1], POINTS))
        labels = _labels(np.asarray(there, dtype="float64"))
        return [_Value(label, float(v), v) for label, v in zip(labels, there, strict=True)]

    def given(self, name: str, value: Any) -> Floats:
        """Columns of the formula if the variable had this value."""
        kind = None if pd.api.types.is_numeric_dtype(self.data[name]) else "object"
        column = pd.Series(value, index=self.data.index, dtype=kind)
        return self.matrix(self.data.assign(**{name: column}))


def _labels(values: Floats) -> list[str]:
    """Numbers with the same decimals, the fewest that keep them apart and are nearly exact.

    >>> _labels(np.array([2010.0, 2029.0])), _labels(np.array([0.25, 1.0]))
    (['2010', '2029'], ['0.25', '1.00'])
    """
    near = (np.diff(values).min() if len(values) > 1 else abs(values[0])) / 100
    for decimals in range(_MOST_DIGITS if np.abs(values).max() < 10**_MOST_DIGITS else 0):
        rounded = np.round(values, decimals) + 0.0  # no "-0"
        if (np.abs(rounded - values) <= near).all():
            return [f"{v:.{decimals}f}" for v in rounded]
    return [str(v) for v in values.tolist()]


def _distinct(matrix: Floats, tokens: Floats) -> tuple[Floats, Floats]:
    """Distinct rows, and their weights."""
    rows, at = np.unique(matrix, axis=0, return_inverse=True)
    return rows, np.asarray(np.bincount(at.ravel(), tokens))


def _rank(products: Floats) -> int:
    """Rank of a matrix, from its columns' products with each other.

    >>> _rank(np.array([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 1e-6]]))
    2
    """
    scale = np.sqrt(np.diag(products))
    kept = scale > 1e-9
    alike = products[np.ix_(kept, kept)] / np.outer(scale[kept], scale[kept])
    return int(np.linalg.matrix_rank(alike, tol=1e-8, hermitian=True)) if kept.any() else 0


def _rows(fitted: Shares, design: _Design, name: str, tokens: Floats, level: float) -> pd.DataFrame:
    """All topics at all values of one variable."""
    values = design.values(name)
    first = design.given(name, values[0].given)
    given, moved = [], np.zeros((first.shape[1], first.shape[1]))
    for value in values:
        matrix = design.given(name, value.given)
        moved += (matrix - first).T @ (matrix - first)
        given.append(_distinct(matrix, tokens))
    means, gradients = zip(*(fitted.mean(*rows) for rows in given), strict=True)
    p = np.full(len(means[0]), np.nan)
    enough = fitted.clusters >= FEWEST_UNITS
    if enough and len(values) > 1:
        columns = max(_rank(moved), 1)  # the same for any way to write the same curves
        picked = np.linspace(0, len(values) - 1, min(columns + 1, len(values))).round().astype(int)
        p = _no_difference(
            fitted, np.stack([means[i] for i in picked]), np.stack([gradients[i] for i in picked])
        )
    rows = []
    for value, mean, gradient in zip(values, means, gradients, strict=True):
        low = high = np.full(len(mean), np.nan)
        if enough:
            low, high = share_limits(mean, fitted.errors(gradient), fitted.clusters, level)
        columns_: dict[str, Any] = {
            "topic": np.arange(1, len(mean) + 1),
            "value": value.label,
            "at": value.at,
            "prevalence": mean,
            "low": low,
            "high": high,
            "p": p,
        }
        rows.append(pd.DataFrame(columns_))
    return pd.concat(rows, ignore_index=True)


def _no_difference(fitted: Shares, means: Floats, gradients: Floats) -> Floats:
    """p of equal shares at all values, by topic: Hotelling's T squared.

    Of shares, not of their logits: where a share goes to zero its logit has no end, nor has the error
    of that, so that the clearest differences would be called none (Hauck & Donner 1977). Clusters in
    which a topic is rare and skewed tell less: degrees of freedom are those of the limits, in the mean.
    """
    errors = np.stack([fitted.errors(gradient) for gradient in gradients])
    freedom = degrees_of_freedom(means, errors, fitted.clusters).mean(axis=0)
    out = np.full(means.shape[1], np.nan)
    for k, n in enumerate(freedom):
        change = gradients[1:, k] - gradients[0, k]
        values, vectors = np.linalg.eigh(change @ fitted.covariance @ change.T)
        told = values > 1e-10 * values.max()
        square = ((vectors.T @ (means[1:, k] - means[0, k]))[told] ** 2 / values[told]).sum()
        r = int(told.sum())
        n = max(n, r)
        out[k] = fdtrc(r, n - r + 1, square * (n - r + 1) / (r * n)) if r else 1.0
    return np.maximum(out, _LEAST_P)
