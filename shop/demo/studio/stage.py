from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shop.demo.studio.colours import Pixels, rgb, smoothstep

SIDE = 640
Y, X = np.mgrid[0:SIDE, 0:SIDE].astype(np.float64) + 0.5
HORIZON = 455

# Lightness, chroma and hue of the walls in front of which a department is shown.
WALLS = {
    "SHO": ((0.91, 0.03, 70), (0.88, 0.045, 240), (0.90, 0.05, 40), (0.89, 0.035, 150)),
    "CLO": ((0.93, 0.025, 80), (0.90, 0.04, 10), (0.89, 0.04, 220), (0.90, 0.04, 300)),
    "ACC": (
        (0.92, 0.03, 60),
        (0.89, 0.045, 350),
        (0.90, 0.035, 130),
        (0.88, 0.04, 260),
    ),
    "SPO": ((0.90, 0.05, 230), (0.92, 0.06, 110), (0.89, 0.05, 170), (0.91, 0.055, 60)),
    "KIT": (
        (0.92, 0.045, 85),
        (0.90, 0.04, 160),
        (0.91, 0.045, 35),
        (0.89, 0.035, 210),
    ),
    "TEC": (
        (0.90, 0.03, 260),
        (0.89, 0.045, 300),
        (0.92, 0.025, 200),
        (0.91, 0.04, 50),
    ),
    "BOO": (
        (0.92, 0.04, 75),
        (0.89, 0.045, 25),
        (0.90, 0.035, 185),
        (0.90, 0.035, 280),
    ),
    "HOM": (
        (0.91, 0.035, 100),
        (0.90, 0.045, 145),
        (0.91, 0.04, 45),
        (0.89, 0.035, 230),
    ),
    "KID": ((0.91, 0.06, 95), (0.89, 0.06, 215), (0.90, 0.06, 355), (0.90, 0.055, 160)),
    "BEA": ((0.92, 0.035, 15), (0.91, 0.04, 50), (0.90, 0.04, 320), (0.92, 0.03, 165)),
}


@dataclass(frozen=True, slots=True)
class Light:
    """The colours of one backdrop, all derived from its wall."""

    lightness: float
    chroma: float
    hue: float

    def tone(self, brighter: float, richer: float = 0.0, turn: float = 0.0) -> Pixels:
        return rgb(
            min(self.lightness + brighter, 0.985),
            max(0.85 * self.chroma + richer, 0.0),
            self.hue + turn,
        )


def over(canvas: Pixels, colour: Pixels, coverage: Pixels) -> Pixels:
    return canvas + (colour - canvas) * coverage[..., None]


def get_ellipse(x: float, y: float, width: float, height: float) -> Pixels:
    """Coverage of an ellipse, its edge smoothed over one pixel."""
    across, down = (X - x) / width, (Y - y) / height
    radius = np.hypot(across, down)
    slope = np.hypot(across / width, down / height) / np.maximum(radius, 1e-6)
    return np.clip(0.5 - (radius - 1) / np.maximum(slope, 1e-6), 0, 1)


def get_arch(x: float, top: float, width: float) -> Pixels:
    round_part = get_ellipse(x, top + width, width, width) * (top + width > Y)
    straight = np.clip(width - np.abs(X - x) + 0.5, 0, 1) * (top + width <= Y)
    return round_part + straight


def build_wall(light: Light) -> Pixels:
    down = smoothstep(0, SIDE, Y)
    canvas = over(np.ones((SIDE, SIDE, 3)), light.tone(0.012), np.ones_like(X))
    canvas = over(canvas, light.tone(-0.035, 0.012, 8), down)
    glow = np.exp(-(((X - 190) / 260) ** 2) - ((Y - 150) / 240) ** 2)
    canvas = over(canvas, light.tone(0.06, -0.015), glow * 0.75)
    corners = smoothstep(330, 560, np.hypot(X - 320, Y - 300))
    return over(canvas, light.tone(-0.10, 0.01), corners * 0.35)


def add_floor(canvas: Pixels, light: Light) -> Pixels:
    floor = np.clip(Y - HORIZON, 0, 1)
    depth = smoothstep(HORIZON, SIDE, Y)
    canvas = over(canvas, light.tone(-0.045, 0.015, 10), floor * 0.9)
    return over(canvas, light.tone(0.03, 0.0, 4), floor * depth * 0.7)


def add_disc(canvas: Pixels, light: Light, turn: float) -> Pixels:
    disc = get_ellipse(320, 285, 215, 215) * np.clip(HORIZON - Y + 0.5, 0, 1)
    shade = smoothstep(60, 520, Y)
    canvas = over(canvas, light.tone(-0.03, 0.02, turn), disc)
    return over(canvas, light.tone(0.03, 0.01, turn), disc * shade * 0.8)


def add_arch(canvas: Pixels, light: Light, turn: float) -> Pixels:
    arch = get_arch(320, 70, 190) * np.clip(HORIZON - Y + 0.5, 0, 1)
    inner = get_arch(326, 82, 186) * arch
    canvas = over(canvas, light.tone(-0.13, 0.02, turn), arch)
    canvas = over(canvas, light.tone(-0.055, 0.02, turn), inner)
    return over(canvas, light.tone(0.02, 0.015, turn), inner * smoothstep(120, 470, Y))


def add_window(canvas: Pixels, light: Light) -> Pixels:
    """Sunlight through a window with two panes, slanting across the wall."""
    slant = X + Y * 0.55
    panes = sum(
        smoothstep(left, left + 26, slant) - smoothstep(left + 130, left + 156, slant)
        for left in (200, 372, 544)
    )
    height = smoothstep(20, 60, Y) - smoothstep(560, 640, Y)
    return over(canvas, light.tone(0.07, 0.005, -15), panes * height * 0.6)


def add_podium(canvas: Pixels, light: Light, top: float, width: float) -> Pixels:
    height, flat = 74, width * 0.17
    across = np.clip((X - 320) / width, -1, 1)
    body = np.clip(width - np.abs(X - 320) + 0.5, 0, 1)
    body = body * ((top < Y) & (top + height >= Y))
    body = np.maximum(body, get_ellipse(320, top + height, width, flat))
    shadow = np.exp(
        -(
            (
                np.maximum(
                    np.hypot((X - 350) / 1.25, (Y - top - height) * 3.2) - width * 0.8,
                    0,
                )
                / 60
            )
            ** 2
        )
    )
    canvas = over(canvas, light.tone(-0.22, 0.02), shadow * 0.45 * (Y > HORIZON - 20))
    canvas = over(canvas, light.tone(-0.02, 0.01), body)
    canvas = over(
        canvas, light.tone(-0.17, 0.025, 6), body * smoothstep(-0.5, 1.1, across)
    )
    canvas = over(
        canvas,
        light.tone(0.05, 0.0),
        body * np.exp(-(((across + 0.5) / 0.25) ** 2)) * 0.6,
    )
    return over(canvas, light.tone(0.05, -0.005), get_ellipse(320, top, width, flat))


def add_tile(canvas: Pixels, light: Light, turn: float) -> Pixels:
    """A round tile to lie on, with the soft edge of its own shadow."""
    shadow = np.exp(-((np.maximum(np.hypot(X - 334, Y - 336) - 225, 0) / 26) ** 2))
    canvas = over(canvas, light.tone(-0.20, 0.02), shadow * 0.35)
    tile = get_ellipse(320, 318, 240, 240)
    canvas = over(canvas, light.tone(0.035, 0.012, turn), tile)
    return over(
        canvas, light.tone(-0.02, 0.03, turn), tile * smoothstep(200, 640, X + Y - 250)
    )
