from __future__ import annotations

# The hue of the part that takes the colour, where it is not the largest.
HUES = {"glasses": 295, "potted-plant": 50, "ring": 235}
# Shapes of which only what is pale takes the colour: the cup, not the coffee.
PALE = frozenset(
    [
        "candle",
        "flashlight",
        "hot-beverage",
        "laptop",
        "pot-of-food",
        "robot",
        "television",
    ]
)
# Shapes of which what is nearly grey keeps its colour: the blade of a knife.
VIVID = frozenset(["chocolate-bar", "kitchen-knife", "ping-pong"])
# Patterns, whose colours are all turned by the same angle.
PATTERNS = frozenset(["joker", "kite", "socks"])
# Long shapes that rise to the right: a second one lies below, not behind.
RISING = frozenset(
    [
        "crayon",
        "fountain-pen",
        "guitar",
        "microphone",
        "paintbrush",
        "pen",
        "pencil",
        "razor",
        "skateboard",
    ]
)

# Shapes that lie or hang; all others stand on their own base.
FLAT = frozenset(
    [
        "artist-palette",
        "axe",
        "badminton",
        "bikini",
        "billed-cap",
        "blue-book",
        "bouquet",
        "briefs",
        "bullseye",
        "chocolate-bar",
        "closed-book",
        "closed-umbrella",
        "coat",
        "compass",
        "computer-mouse",
        "cookie",
        "cooking",
        "crayon",
        "diving-mask",
        "dress",
        "flashlight",
        "fountain-pen",
        "glasses",
        "goggles",
        "green-book",
        "guitar",
        "hair-pick",
        "hammer",
        "headphone",
        "jeans",
        "joker",
        "keyboard",
        "kitchen-knife",
        "kite",
        "ledger",
        "microphone",
        "mirror",
        "mobile-phone",
        "musical-keyboard",
        "notebook",
        "notebook-with-decorative-cover",
        "one-piece-swimsuit",
        "orange-book",
        "paintbrush",
        "pen",
        "pencil",
        "ping-pong",
        "puzzle-piece",
        "razor",
        "ring",
        "rose",
        "running-shirt",
        "running-shoe",
        "scarf",
        "screwdriver",
        "shorts",
        "skateboard",
        "soap",
        "socks",
        "spiral-calendar",
        "spiral-notepad",
        "sponge",
        "sunglasses",
        "t-shirt",
        "tear-off-calendar",
        "tennis",
        "thong-sandal",
        "toothbrush",
        "tulip",
        "umbrella",
        "video-game",
        "violin",
        "watch",
        "womans-clothes",
        "wrench",
    ]
)

# Shapes that are a set already, or too large to be shown twice.
SINGLE = frozenset(
    [
        "racing-car",
        "t-rex",
        "artist-palette",
        "badminton",
        "ballet-shoes",
        "bed",
        "bicycle",
        "bikini",
        "bouquet",
        "camera-with-flash",
        "couch-and-lamp",
        "drum",
        "film-projector",
        "glasses",
        "kite",
        "laptop",
        "movie-camera",
        "musical-keyboard",
        "ping-pong",
        "printer",
        "skis",
        "socks",
        "sunglasses",
        "television",
        "tennis",
        "tent",
        "violin",
    ]
)
