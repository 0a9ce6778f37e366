from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shop.demo.studio.colours import COLOURS, Pixels, lab_of, rgb_of, smoothstep
from shop.demo.studio.poses import HUES, PALE, PATTERNS, VIVID

# Below this mean chroma there is no colour to replace, and all of a shape is dyed.
GREY = 0.055


@dataclass(frozen=True, slots=True, kw_only=True)
class Fabric:
    """The pixels of a shape, taken apart into what the eye tells apart."""

    lightness: Pixels
    chroma: Pixels
    hue: Pixels
    opacity: Pixels

    @property
    def is_grey(self) -> bool:
        return bool(np.average(self.chroma, weights=self.opacity) < GREY)

    def find_main_hue(self) -> float:
        counts, edges = np.histogram(
            self.hue, 36, (-np.pi, np.pi), weights=self.chroma * self.opacity
        )
        smooth = counts + np.roll(counts, 1) + np.roll(counts, -1)
        return float(edges[np.argmax(smooth)] + np.pi / 36)


def dye(name: str, shape: Pixels, colour: str) -> Pixels:
    """Give an RGBA shape the colour, where it has its own main colour now.

    Light, shade and other colours, as of soles and buckles, are kept.
    """
    if not colour:
        return shape
    pixels = lab_of(shape[..., :3])
    fabric = get_fabric(pixels, shape[..., 3])
    main = np.radians(HUES[name]) if name in HUES else fabric.find_main_hue()
    if name in PATTERNS:
        return np.dstack([rgb_of(turn(fabric, main, colour)), fabric.opacity])
    share = get_share(name, fabric, main)
    dyed = soak(fabric, share, main, colour)
    mixed = pixels + (dyed - pixels) * share[..., None]
    return np.dstack([rgb_of(mixed), fabric.opacity])


def get_fabric(pixels: Pixels, opacity: Pixels) -> Fabric:
    green, blue = pixels[..., 1], pixels[..., 2]
    return Fabric(
        lightness=pixels[..., 0],
        chroma=np.hypot(green, blue),
        hue=np.arctan2(blue, green),
        opacity=opacity,
    )


def get_share(name: str, fabric: Fabric, main: float) -> Pixels:
    """How much of each pixel takes the colour, from nothing to all."""
    if name in PALE:
        pale = 1 - smoothstep(0.075, 0.105, fabric.chroma)
        return pale * smoothstep(0.50, 0.58, fabric.lightness)
    if fabric.is_grey and name not in HUES:
        return np.ones_like(fabric.chroma)
    near = 1 - smoothstep(np.radians(38), np.radians(62), get_angle(fabric.hue - main))
    low, high = (0.07, 0.10) if name in VIVID else (0.02, 0.05)
    return near * smoothstep(low, high, fabric.chroma)


def soak(fabric: Fabric, share: Pixels, main: float, colour: str) -> Pixels:
    """Colour every pixel as if all took it; `share` says which ones really do."""
    lightness, chroma, hue = COLOURS[colour]
    weights = share * fabric.opacity
    shift = 0.85 * (lightness - np.average(fabric.lightness, weights=weights))
    new_lightness = np.clip(fabric.lightness + shift, 0.12, 0.985)
    mean_chroma = max(float(np.average(fabric.chroma, weights=weights)), 0.02)
    strength = np.clip(fabric.chroma / mean_chroma, 0.45, 1.35) * chroma
    # What shines brightly has little colour, as on real things.
    strength *= 1 - smoothstep(0.88, 1.0, new_lightness) * 0.6
    drift = np.angle(np.exp(1j * (fabric.hue - main)))
    angle = np.radians(hue) + np.clip(drift, -0.6, 0.6) * 0.4
    return to_lab(new_lightness, strength, angle)


def turn(fabric: Fabric, main: float, colour: str) -> Pixels:
    angle = fabric.hue + np.radians(COLOURS[colour][2]) - main
    return to_lab(fabric.lightness, fabric.chroma, angle)


def get_angle(difference: Pixels) -> Pixels:
    return np.abs(np.angle(np.exp(1j * difference)))


def to_lab(lightness: Pixels, chroma: Pixels, hue: Pixels) -> Pixels:
    return np.stack([lightness, chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)
