from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from shop.demo.assortment.articles import Article
from shop.demo.studio import stage
from shop.demo.studio.colours import Pixels, lab, lab_of
from shop.demo.studio.dye import dye
from shop.demo.studio.poses import FLAT, RISING, SINGLE
from shop.demo.studio.stage import SIDE, WALLS, Light, over

# Where the centres of two things lie: the smaller one, then the larger one.
PAIR = ((420, 240), (240, 385))
RISING_PAIR = ((230, 235), (395, 390))
TURNS = (-45, 35, 130, -25, 70)


def photograph(article: Article, shape: Pixels) -> Image.Image:
    random = Random(article.name)
    thing = dye(article.shape, shape, article.colour)
    light = choose_light(article, thing)
    take = photograph_flat if article.shape in FLAT else photograph_standing
    pixels = take(article, thing, light, random)
    return Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8))


def choose_light(article: Article, thing: Pixels) -> Light:
    """Take the walls in turn, but leave out the one the thing would vanish against."""
    mean = np.average(
        lab_of(thing[..., :3]), axis=(0, 1), weights=np.dstack([thing[..., 3]] * 3)
    )
    walls = sorted(
        WALLS[article.prefix], key=lambda wall: -np.linalg.norm(lab(*wall) - mean)
    )
    return Light(*walls[article.number // 2 % (len(walls) - 1)])


def photograph_standing(
    article: Article, thing: Pixels, light: Light, random: Random
) -> Pixels:
    canvas = stage.add_floor(stage.build_wall(light), light)
    turn = random.choice(TURNS)
    prop = article.number % 4
    if prop == 0:
        canvas = stage.add_disc(canvas, light, turn)
    if prop == 1:
        canvas = stage.add_arch(canvas, light, turn)
    if prop == 2:
        canvas = stage.add_window(canvas, light)
    if prop in (1, 3):
        canvas = stage.add_podium(canvas, light, 500, 215)
        return stand(canvas, thing, light, (320, 512), 350)
    if article.rank == 1 and article.shape not in SINGLE:
        canvas = stand(canvas, thing, light, (425, 508), 300)
        return stand(canvas, thing, light, (245, 548), 350)
    return stand(canvas, thing, light, (320, 540), 390)


def photograph_flat(
    article: Article, thing: Pixels, light: Light, random: Random
) -> Pixels:
    canvas = stage.build_wall(light)
    turn = random.choice(TURNS)
    prop = (article.number + (article.number - 1) // 3) % 3
    if prop == 0:
        canvas = stage.add_window(canvas, light)
    if prop == 1:
        canvas = stage.add_tile(canvas, light, turn)
    angle = random.choice((-14, -8, 0, 8, 14))
    if article.rank == 1 and article.shape not in SINGLE:
        behind, front = RISING_PAIR if article.shape in RISING else PAIR
        canvas = lay(canvas, thing, light, behind, 310, angle + 12)
        return lay(canvas, thing, light, front, 350, angle)
    return lay(canvas, thing, light, (320, 318), 400, angle)


def stand(
    canvas: Pixels, thing: Pixels, light: Light, foot: tuple[int, int], size: int
) -> Pixels:
    x, y = foot
    layer = place(thing, size, 0)
    width, height = layer.size
    pixels = paste(layer, x - width // 2, y - height)
    flat = np.exp(
        -(((stage.X - x - 8) / (width * 0.46)) ** 2) - (((stage.Y - y + 2) / 15) ** 2)
    )
    cast = shear(pixels[..., 3], y)
    canvas = over(canvas, light.tone(-0.32, 0.02), cast * 0.28)
    canvas = over(canvas, light.tone(-0.48, 0.02), flat * 0.6)
    return over(canvas, pixels[..., :3], pixels[..., 3])


def lay(
    canvas: Pixels,
    thing: Pixels,
    light: Light,
    centre: tuple[int, int],
    size: int,
    angle: float,
) -> Pixels:
    layer = place(thing, size, angle)
    x, y = centre[0] - layer.width // 2, centre[1] - layer.height // 2
    pixels = paste(layer, x, y)
    near = gaussian_filter(np.roll(pixels[..., 3], (8, 6), (0, 1)), 6)
    far = gaussian_filter(np.roll(pixels[..., 3], (34, 26), (0, 1)), 22)
    canvas = over(canvas, light.tone(-0.30, 0.03), far * 0.42)
    canvas = over(canvas, light.tone(-0.42, 0.03), near * 0.38)
    return over(canvas, pixels[..., :3], pixels[..., 3])


def place(thing: Pixels, size: int, angle: float) -> Image.Image:
    image = Image.fromarray((np.clip(thing, 0, 1) * 255 + 0.5).astype(np.uint8))
    if angle:
        image = image.rotate(angle, Image.Resampling.BICUBIC, expand=True)
        image = image.crop(image.getbbox())
    image.thumbnail((size * 1.12, size), Image.Resampling.LANCZOS)
    return image


def paste(layer: Image.Image, x: int, y: int) -> Pixels:
    image = Image.new("RGBA", (SIDE, SIDE))
    image.paste(layer, (x, y))
    return np.asarray(image) / 255


def shear(alpha: Pixels, foot: int) -> Pixels:
    """The shadow that falls to the right and back, flattened onto the floor."""
    rows = np.clip(foot - (foot - stage.Y[:, 0]) * 3.4, 0, SIDE - 1).astype(int)
    flat = alpha[rows]
    flat[stage.Y[:, 0] > foot] = 0
    shifts = ((foot - stage.Y[:, 0]) * 1.5).astype(int)
    flat = np.stack([np.roll(row, by) for row, by in zip(flat, shifts, strict=True)])
    return gaussian_filter(flat, 9)
