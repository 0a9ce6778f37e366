"""Draw the pictures of the demo shop; the demo itself only reads the results.

Needs Chromium and the shapes of Fluent Emoji, which are not part of the repository:

    npm pack @iconify-json/fluent-emoji && tar xzf iconify-json-fluent-emoji-*.tgz
    python -m shop.demo.draw_pictures package/icons.json

Chromium draws each shape once. The colours of the products, the studio, its light
and shadows are added here, so that all pictures look like those of one catalogue.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from tqdm import tqdm

from shop.demo.assortment import get_picture
from shop.demo.assortment.articles import get_articles
from shop.demo.studio.colours import Pixels
from shop.demo.studio.photograph import photograph

SHAPE_SIDE = 720
QUALITY = 82


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("icons", type=Path)
    parser.add_argument("--only", default="", help="draw only SKUs that start so")
    options = parser.parse_args()
    articles = [
        article
        for article in get_articles()
        if get_picture(article).name.startswith(options.only.lower())
    ]
    shapes = draw_shapes(options.icons, {article.shape for article in articles})
    for article in tqdm(articles, unit="picture"):
        picture = photograph(article, shapes[article.shape])
        picture.save(get_picture(article), "WEBP", quality=QUALITY, method=6)


def draw_shapes(icons: Path, names: Iterable[str]) -> dict[str, Pixels]:
    bodies = json.loads(icons.read_text())["icons"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": SHAPE_SIDE, "height": SHAPE_SIDE})
        return {name: draw_shape(page, bodies[name]["body"]) for name in names}


def is_solid(alpha: int) -> int:
    """Leave out the haze around shapes, on which they would seem to float."""
    return 255 if alpha > 60 else 0


def draw_shape(page: Page, body: str) -> Pixels:
    page.set_content(
        f'<body style="margin:0"><svg viewBox="0 0 32 32" width="{SHAPE_SIDE}" '
        f'height="{SHAPE_SIDE}" style="display:block">{body}</svg></body>'
    )
    screenshot = page.screenshot(omit_background=True)
    image = Image.open(io.BytesIO(screenshot)).convert("RGBA")
    return np.asarray(image.crop(image.getchannel("A").point(is_solid).getbbox())) / 255


if __name__ == "__main__":
    main()
