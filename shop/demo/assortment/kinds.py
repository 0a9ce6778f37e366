from __future__ import annotations

from dataclasses import dataclass

EU_ADULT = tuple(str(size) for size in range(36, 47))
EU_WOMEN = tuple(str(size) for size in range(36, 42))
EU_MEN = tuple(str(size) for size in range(40, 47))
CLOTHING = ("S", "M", "L", "XL")
SOCKS = ("36-38", "39-42", "43-46")

BRIGHT = ("Cobalt", "Coral", "Moss", "Amber", "Plum", "Teal")
SOFT = ("Blush", "Sky", "Sage", "Lilac", "Sand", "Lemon")
EARTH = ("Cocoa", "Ink", "Sand", "Moss", "Stone", "Burgundy")
LEATHER = ("Cognac", "Ink", "Burgundy", "Sand", "Cocoa", "Moss")
DENIM = ("Indigo", "Sky", "Ink", "Stone", "Sand", "Moss")
JEWELS = ("Sky", "Cherry", "Moss", "Lilac", "Amber", "Rose")
LIPS = ("Cherry", "Rose", "Coral", "Burgundy", "Plum", "Blush")
EVENING = ("Cherry", "Ink", "Blush", "Cobalt", "Plum", "Sand")
WOOD = ("Cognac", "Cocoa", "Burgundy", "Sand", "Ink", "Amber")
TECH = ("Ink", "Stone", "Cobalt", "Sage", "Blush", "Amber")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Products that do the same job, told apart by brand, variant and colour."""

    name: str
    category: str
    # Names in the icon set, in the order of the variants; fewer than variants repeat.
    shapes: tuple[str, ...]
    price: int
    # What it is called on the label, and what is said of it: from plain to fine.
    variants: dict[str, str]
    closings: tuple[str, ...]
    goes_with: tuple[str, ...]
    colours: tuple[str, ...] = ()
    # Colours of the picture only: of a wrapping, a pattern, a flower.
    tints: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    # The variants are titles, as of books, which carry no brand in front.
    titled: bool = False
