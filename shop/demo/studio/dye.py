from __future__ import annotations

import numpy as np

from shop.demo.studio.colours import COLOURS, Pixels, lab_of, rgb_of, smoothstep

# Below this chroma, weighted over a shape, there is no colour to replace: all of the
# shape is dyed, as grey plastic is.
GREY = 0.055


def dye(shape: Pixels, colour: str) -> Pixels:
    """Give an RGBA shape the colour, where it has its own main colour now.

    Light, shade and other colours, as of soles and buckles, are kept.
    """
    if not colour:
        return shape
    pixels = lab_of(shape[..., :3])
    chroma = np.hypot(pixels[..., 1], pixels[..., 2])
    hue = np.arctan2(pixels[..., 2], pixels[..., 1])
    opaque = shape[..., 3]
    grey = np.average(chroma, weights=opaque) < GREY
    main = find_main_hue(hue, chroma * opaque)
    share = np.ones_like(chroma) if grey else get_share(hue, chroma, main)
    dyed = get_dyed(
        pixels, chroma, share * opaque, np.angle(np.exp(1j * (hue - main))), colour
    )
    mixed = pixels + (dyed - pixels) * share[..., None]
    return np.dstack([rgb_of(mixed), opaque])


def find_main_hue(hue: Pixels, weights: Pixels) -> float:
    counts, edges = np.histogram(hue, bins=36, range=(-np.pi, np.pi), weights=weights)
    smooth = counts + np.roll(counts, 1) + np.roll(counts, -1)
    return float(edges[np.argmax(smooth)] + np.pi / 36)


def get_share(hue: Pixels, chroma: Pixels, main: float) -> Pixels:
    distance = np.abs(np.angle(np.exp(1j * (hue - main))))
    near = 1 - smoothstep(np.radians(38), np.radians(62), distance)
    return near * smoothstep(0.02, 0.05, chroma)


def get_dyed(
    pixels: Pixels, chroma: Pixels, weights: Pixels, turn: Pixels, colour: str
) -> Pixels:
    lightness, target_chroma, target_hue = COLOURS[colour]
    mean_lightness = np.average(pixels[..., 0], weights=weights)
    mean_chroma = max(np.average(chroma, weights=weights), 0.02)
    shift = 0.85 * (lightness - mean_lightness)
    new_lightness = np.clip(pixels[..., 0] + shift, 0.12, 0.985)
    strength = np.clip(chroma / mean_chroma, 0.45, 1.35) * target_chroma
    # Far from the mean, shine and shade lose colour, as on real things.
    strength *= 1 - smoothstep(0.88, 1.0, new_lightness) * 0.6
    angle = np.radians(target_hue) + np.clip(turn, -0.6, 0.6) * 0.4
    return np.stack(
        [new_lightness, strength * np.cos(angle), strength * np.sin(angle)], axis=-1
    )
