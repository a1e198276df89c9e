"""Names are printed as they are, whatever matplotlib might read in them."""

import pandas as pd

import topoi
from topoi.tables import check


def test_dollar_signs_in_names_are_no_formulas():
    name = "from $5_{ to $10"
    weights = {"by": "bloc", "group": [name, "Pact"], "term": name, "n": 1, "df": 1, "groups": 2}
    table = check(pd.DataFrame({**weights, "scheme": "sklearn", "tfidf": 0.5, "rank": 1}), "tfidf")
    figure = topoi.plot_tfidf(table).figure
    figure.canvas.draw()  # a formula that ends too early would be an error here
