from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float64]

# OKLab, in which equal steps look equal: https://bottosson.github.io/posts/oklab/
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

# Lightness, chroma and hue of the colours that names of products end with.
COLOURS = {
    "Amber": (0.78, 0.16, 72),
    "Blush": (0.84, 0.08, 12),
    "Burgundy": (0.42, 0.13, 15),
    "Cherry": (0.57, 0.22, 24),
    "Cobalt": (0.52, 0.18, 262),
    "Cocoa": (0.45, 0.06, 50),
    "Cognac": (0.60, 0.12, 57),
    "Coral": (0.71, 0.17, 32),
    "Indigo": (0.44, 0.12, 272),
    "Ink": (0.38, 0.04, 268),
    "Lemon": (0.89, 0.15, 100),
    "Lilac": (0.74, 0.11, 305),
    "Moss": (0.60, 0.12, 135),
    "Plum": (0.48, 0.15, 325),
    "Rose": (0.66, 0.19, 5),
    "Sage": (0.75, 0.07, 148),
    "Sand": (0.83, 0.055, 80),
    "Sky": (0.76, 0.11, 235),
    "Stone": (0.72, 0.015, 260),
    "Teal": (0.63, 0.11, 195),
}


def lab_of(rgb: Pixels) -> Pixels:
    linear = np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    return np.cbrt(linear @ TO_CONES.T) @ TO_LAB.T


def rgb_of(lab: Pixels) -> Pixels:
    cones = (lab @ np.linalg.inv(TO_LAB).T) ** 3
    linear = np.clip(cones @ np.linalg.inv(TO_CONES).T, 0, 1)
    bright = 1.055 * linear ** (1 / 2.4) - 0.055
    return np.where(linear > 0.0031308, bright, linear * 12.92)


def lab(lightness: float, chroma: float, hue: float) -> Pixels:
    angle = np.radians(hue)
    return np.array([lightness, chroma * np.cos(angle), chroma * np.sin(angle)])


def rgb(lightness: float, chroma: float, hue: float) -> Pixels:
    return rgb_of(lab(lightness, chroma, hue))


def smoothstep(low: float, high: float, values: Pixels) -> Pixels:
    share = np.clip((values - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)
