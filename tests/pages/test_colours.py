"""The colours of speakers: told apart by every kind of colour vision, visible on both grounds."""

from __future__ import annotations

import re
from importlib import resources
from itertools import combinations

import numpy as np
import pytest

from topoi.pages.speakers import COLOURS

# Machado, Oliveira and Fernandes (2009), doi:10.1109/TVCG.2009.113, table 1, severity 1.0.
VISIONS = {
    "all": np.eye(3),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# sRGB to CIE XYZ (D65), IEC 61966-2-1, over the white point.
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
) / np.array([[0.95047], [1.0], [1.08883]])


def linear(colour):
    """Light of a colour, red, green and blue from 0 to 1."""
    c = np.asarray(colour) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(light):
    """CIELAB of light."""
    t = XYZ @ np.clip(light, 0, 1)
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one, other):
    """Contrast of two colours as WCAG 2 defines it."""
    light = sorted(float(np.array([0.2126, 0.7152, 0.0722]) @ linear(c)) for c in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def palettes():
    """Ground, and colours by class, of the light and of the dark scheme."""
    sheet = (resources.files("topoi") / "data" / "base.css").read_text("utf-8")
    for part in sheet.split("/* The ground")[0].split("@media (prefers-color-scheme: dark)"):
        paper = re.search(r"--paper: #(\w\w)(\w\w)(\w\w)", part).groups()
        found = re.findall(r"\.(s\d|unknown) \{ --c: (\d+) (\d+) (\d+) \}", part)
        yield [int(x, 16) for x in paper], {name: tuple(map(int, rgb)) for name, *rgb in found}


def test_there_are_as_many_colours_as_the_speakers_are_given():
    for _, colours in palettes():
        assert set(colours) == {"unknown", *(f"s{n}" for n in range(COLOURS))}
    assert len(list(palettes())) == 2


@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_colours_differ_for_every_kind_of_vision(vision):
    for _, colours in palettes():
        seen = {name: lab(VISIONS[vision] @ linear(rgb)) for name, rgb in colours.items()}
        gaps = {(a, b): np.linalg.norm(seen[a] - seen[b]) for a, b in combinations(seen, 2)}
        nearest = min(gaps, key=gaps.get)
        assert gaps[nearest] >= (40 if vision == "all" else 17), (nearest, gaps[nearest])


def test_lines_and_bars_stand_out_from_the_ground():
    for paper, colours in palettes():
        for name, rgb in colours.items():
            assert contrast(rgb, paper) >= 3, name
