from __future__ import annotations

from shop.demo.assortment.kinds import (
    BRIGHT,
    CLOTHING,
    DENIM,
    EARTH,
    EVENING,
    SOCKS,
    SOFT,
    Kind,
)

KINDS = (
    Kind(
        name="t-shirt",
        category="tops",
        shapes=("t-shirt",),
        price=24,
        sizes=CLOTHING,
        colours=SOFT,
        variants={
            "Cotton T-Shirt": "A straight-cut crew neck in soft combed cotton.",
            "Organic T-Shirt": "Organic cotton, pre-washed, so that it stays the size "
            "you bought.",
            "Heavyweight T-Shirt": "A dense jersey that falls well and keeps its "
            "collar in shape.",
        },
        closings=(
            "Machine wash warm, inside out.",
            "The side seams are where they should be, and stay there.",
        ),
        goes_with=("jeans", "shorts", "cap"),
    ),
    Kind(
        name="blouse",
        category="tops",
        shapes=("womans-clothes",),
        price=45,
        sizes=CLOTHING,
        colours=BRIGHT,
        variants={
            "Jersey Blouse": "A V-neck in flowing jersey that needs no iron.",
            "Linen Blouse": "Airy linen with short sleeves and a gently fitted waist.",
            "Silk-Blend Blouse": "A silk blend with a soft sheen, for meetings and "
            "dinners after them.",
        },
        closings=(
            "Tuck it in or wear it loose.",
            "Hand wash, and dry it flat in the shade.",
        ),
        goes_with=("jeans", "ballet flat", "ring"),
    ),
    Kind(
        name="running shirt",
        category="tops",
        shapes=("running-shirt",),
        price=34,
        sizes=CLOTHING,
        colours=BRIGHT,
        variants={
            "Running Vest": "A featherlight vest with a mesh back for warm days.",
            "Race Singlet": "Laser-cut edges and flat seams: nothing rubs, even on "
            "long runs.",
            "Merino Running Vest": "Fine merino stays fresh for several sessions.",
        },
        closings=(
            "Made from recycled fibres.",
            "A small pocket at the back holds a key.",
        ),
        goes_with=("running shoe", "gym shoe", "socks"),
    ),
    Kind(
        name="jeans",
        category="jeans-dresses",
        shapes=("jeans",),
        price=79,
        sizes=CLOTHING,
        colours=DENIM,
        variants={
            "Straight Jeans": "The straight leg that goes with every shoe you own.",
            "Slim Jeans": "Slim through the leg, with enough stretch for the bicycle.",
            "Selvedge Jeans": "Firm denim from a narrow loom, which fades the way you "
            "live.",
        },
        closings=(
            "Wash it rarely and cold, and it will thank you.",
            "Bar-tacked pockets take years of keys and hands.",
        ),
        goes_with=("t-shirt", "blouse", "ankle boot"),
    ),
    Kind(
        name="shorts",
        category="jeans-dresses",
        shapes=("shorts",),
        price=36,
        sizes=CLOTHING,
        colours=BRIGHT,
        variants={
            "Jersey Shorts": "Soft jersey shorts with a drawstring for home and gym.",
            "Summer Shorts": "Quick-drying shorts that go from the path to the pier.",
            "Linen Shorts": "Cool linen, deep pockets and an easy elastic waist.",
        },
        closings=(
            "The drawstring stays put in the wash.",
            "Two side pockets and one with a zip.",
        ),
        goes_with=("t-shirt", "flip-flop", "cap"),
    ),
    Kind(
        name="dress",
        category="jeans-dresses",
        shapes=("dress",),
        price=95,
        sizes=CLOTHING,
        colours=EVENING,
        variants={
            "Summer Dress": "Thin straps and a swinging skirt for the hottest week of "
            "the year.",
            "Fit-and-Flare Dress": "A fitted bodice above a full skirt that turns when "
            "you do.",
            "Evening Dress": "Heavy crepe, a narrow waist and a hem that just clears "
            "the knee.",
        },
        closings=(
            "It has pockets.",
            "Fully lined, with a hidden zip at the side.",
        ),
        goes_with=("heel", "sandal", "handbag"),
    ),
    Kind(
        name="coat",
        category="coats-knits",
        shapes=("coat",),
        price=185,
        sizes=CLOTHING,
        colours=EARTH,
        variants={
            "Short Coat": "A single-breasted coat for the months in between.",
            "Wool Coat": "Dense boiled wool that shrugs off wind and light rain.",
            "Tailored Wool Coat": "Wool and cashmere, half lined, with a collar that "
            "stands up to winter.",
        },
        closings=(
            "The inside pocket fits a paperback.",
            "Cut to go over a thick jumper.",
        ),
        goes_with=("scarf", "ankle boot", "umbrella"),
    ),
    Kind(
        name="scarf",
        category="coats-knits",
        shapes=("scarf",),
        price=39,
        colours=EVENING,
        variants={
            "Knitted Scarf": "A chunky rib knit, long enough to wrap twice.",
            "Lambswool Scarf": "Brushed lambswool with short fringes, warm and light.",
            "Cashmere Scarf": "Pure cashmere, woven narrow, soft on the barest neck.",
        },
        closings=(
            "Air it on a balcony instead of washing it.",
            "A good present, even for yourself.",
        ),
        goes_with=("coat", "socks"),
    ),
    Kind(
        name="socks",
        category="coats-knits",
        shapes=("socks",),
        price=14,
        sizes=SOCKS,
        tints=BRIGHT,
        variants={
            "Cotton Socks, 2 Pairs": "Everyday socks in two cheerful patterns.",
            "Sport Socks, 2 Pairs": "Padded under heel and toe, snug around the arch.",
            "Merino Socks, 2 Pairs": "Merino keeps feet warm in winter and dry in "
            "summer.",
        },
        closings=(
            "Hand-linked toes, so there is no seam to feel.",
            "The cuff holds without leaving a mark.",
        ),
        goes_with=("running shoe", "hiking boot", "gym shoe"),
    ),
    Kind(
        name="swimsuit",
        category="swimwear",
        shapes=("one-piece-swimsuit",),
        price=55,
        sizes=CLOTHING,
        colours=BRIGHT,
        variants={
            "Swimsuit": "A classic one-piece with a comfortable leg and firm straps.",
            "Training Swimsuit": "Chlorine-proof fabric and a racer back for lengths "
            "before work.",
            "Shaping Swimsuit": "A lined front and a banded waist that flatter "
            "without squeezing.",
        },
        closings=(
            "Rinse in cold water after every swim.",
            "Knitted from recycled fishing nets.",
        ),
        goes_with=("sun hat", "flip-flop", "snorkel set"),
    ),
    Kind(
        name="bikini",
        category="swimwear",
        shapes=("bikini",),
        price=48,
        sizes=CLOTHING,
        colours=EVENING,
        variants={
            "Dotted Bikini": "A playful dotted bikini with ties that hold in the "
            "waves.",
            "Balconette Bikini": "Soft cups and adjustable straps, dots all over.",
            "Reversible Bikini": "Dots on one side, plain on the other: two bikinis in "
            "one.",
        },
        closings=(
            "Dries in the time an ice cream takes.",
            "UV protection 50+ in all fabrics.",
        ),
        goes_with=("sunglasses", "flip-flop", "sun hat"),
    ),
    Kind(
        name="swim briefs",
        category="swimwear",
        shapes=("briefs",),
        price=29,
        sizes=CLOTHING,
        colours=BRIGHT,
        variants={
            "Swim Briefs": "Plain briefs for pool and lake.",
            "Training Swim Briefs": "A firm cord and a low cut for fast lengths.",
            "Lined Swim Briefs": "Double-layer front and flat seams for long days in "
            "the water.",
        },
        closings=(
            "Keeps its colour in chlorine and salt.",
            "Lined at the front, corded at the waist.",
        ),
        goes_with=("flip-flop", "snorkel set", "sunglasses"),
    ),
)
