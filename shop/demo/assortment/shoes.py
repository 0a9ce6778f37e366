from __future__ import annotations

from shop.demo.assortment.kinds import (
    BRIGHT,
    EARTH,
    EU_ADULT,
    EU_MEN,
    EU_WOMEN,
    EVENING,
    LEATHER,
    SOFT,
    Kind,
)

KINDS = (
    Kind(
        name="running shoe",
        category="running-shoes",
        shapes=("running-shoe",),
        price=105,
        sizes=EU_ADULT,
        colours=BRIGHT,
        variants={
            "Road Running Shoe": "A cushioned everyday trainer for the first five "
            "kilometres and the fiftieth.",
            "Trail Running Shoe": "Deep lugs and a close-fitting upper keep you sure "
            "of foot on roots and wet rock.",
            "Long-Distance Running Shoe": "A springy foam plate rolls you forward when "
            "your legs have long had enough.",
        },
        closings=(
            "The knitted upper breathes and dries overnight.",
            "Reflective details make you easy to see after dark.",
        ),
        goes_with=("socks", "running shirt"),
    ),
    Kind(
        name="gym shoe",
        category="running-shoes",
        shapes=("running-shoe",),
        price=80,
        sizes=EU_ADULT,
        colours=SOFT,
        variants={
            "Gym Shoe": "A flat, stable sole for weights, rowing machine and class.",
            "Court Shoe": "A grippy sole and a firm heel hold every quick turn on the "
            "court.",
            "Studio Training Shoe": "Soft at the forefoot and supportive at the ankle, "
            "for dance and circuit training.",
        },
        closings=(
            "The insole comes out, so that yours fits in.",
            "Non-marking sole, welcome in every hall.",
        ),
        goes_with=("running shirt", "shorts", "socks"),
    ),
    Kind(
        name="hiking boot",
        category="boots",
        shapes=("hiking-boot",),
        price=145,
        sizes=EU_ADULT,
        colours=EARTH,
        variants={
            "Hiking Boot": "An ankle-high boot for day walks, soft from the first "
            "step.",
            "Waterproof Hiking Boot": "A sealed membrane keeps streams and drizzle "
            "outside while your feet stay dry.",
            "Mountain Boot": "A stiff sole and a rubber toe cap for scree, snow "
            "patches and heavy packs.",
        },
        closings=(
            "The sole can be replaced when the mountains have worn it down.",
            "Waxed nubuck leather that gets better with every season.",
        ),
        goes_with=("socks", "backpack", "compass"),
    ),
    Kind(
        name="ankle boot",
        category="boots",
        shapes=("womans-boot",),
        price=120,
        sizes=EU_WOMEN,
        colours=LEATHER,
        variants={
            "Ankle Boot": "A pull-on boot with a walkable heel that goes with jeans "
            "and dresses alike.",
            "Suede Ankle Boot": "Brushed suede, a rounded toe and a hidden zip on the "
            "inner side.",
            "Leather Ankle Boot": "Smooth calf leather on a stacked heel, lined with "
            "leather as well.",
        },
        closings=(
            "The padded insole carries you through a whole day in town.",
            "A thin rubber sole keeps you upright on wet leaves.",
        ),
        goes_with=("coat", "handbag", "jeans"),
    ),
    Kind(
        name="dress shoe",
        category="smart-shoes",
        shapes=("mans-shoe",),
        price=135,
        sizes=EU_MEN,
        colours=LEATHER,
        variants={
            "Derby Shoe": "Open lacing and a roomy toe: the smart shoe for people who "
            "walk to work.",
            "Oxford Shoe": "Closed lacing and a clean line from toe to heel, for suits "
            "and special days.",
            "Brogue Shoe": "Full punched decoration on polished calf leather, stitched "
            "to the sole all around.",
        },
        closings=(
            "Comes with a spare pair of waxed laces.",
            "A cork layer under the insole takes the shape of your foot.",
        ),
        goes_with=("briefcase", "watch", "socks"),
    ),
    Kind(
        name="heel",
        category="smart-shoes",
        shapes=("high-heeled-shoe",),
        price=115,
        sizes=EU_WOMEN,
        colours=EVENING,
        variants={
            "Court Heel": "A pointed toe and a steady heel, as good at the office as "
            "at the wedding.",
            "Satin Evening Heel": "Satin-covered from toe to heel, for the nights that "
            "end with dancing.",
            "Patent Leather Heel": "A mirror shine, a slender heel and a cushioned "
            "ball of the foot.",
        },
        closings=(
            "The heel cap can be changed by any cobbler.",
            "A leather lining and hidden padding make long evenings easy.",
        ),
        goes_with=("dress", "lipstick", "handbag"),
    ),
    Kind(
        name="ballet flat",
        category="smart-shoes",
        shapes=("flat-shoe",),
        price=75,
        sizes=EU_WOMEN,
        colours=SOFT,
        variants={
            "Ballet Flat": "A soft round-toed flat that folds small enough for your "
            "handbag.",
            "Pointed Flat": "The line of a court shoe without the heel.",
            "Leather Ballerina": "Supple nappa leather with an elastic edge that never "
            "pinches.",
        },
        closings=(
            "Ready to wear without breaking in.",
            "The thin rubber sole is quiet on wooden floors.",
        ),
        goes_with=("dress", "blouse", "handbag"),
    ),
    Kind(
        name="flip-flop",
        category="sandals",
        shapes=("thong-sandal",),
        price=22,
        sizes=EU_ADULT,
        colours=BRIGHT,
        variants={
            "Beach Flip-Flop": "A light rubber sandal for sand, pool side and "
            "campsite showers.",
            "Cork Flip-Flop": "A cork footbed that moulds to your step within a week.",
            "Cushioned Flip-Flop": "Two layers of foam under a soft woven strap that "
            "does not rub.",
        },
        closings=(
            "Rinse it under the tap and it is clean.",
            "The strap is anchored three times and stays in.",
        ),
        goes_with=("bikini", "swim briefs", "sun hat"),
    ),
    Kind(
        name="sandal",
        category="sandals",
        shapes=("womans-sandal",),
        price=70,
        sizes=EU_WOMEN,
        colours=EVENING,
        variants={
            "Mule Sandal": "Slip in and go: an open mule with a low block heel.",
            "Strappy Sandal": "One wide strap in woven raffia on a comfortable wedge.",
            "Leather Heeled Sandal": "Soft leather holds the foot, a wide heel carries "
            "it.",
        },
        closings=(
            "The anatomic footbed is covered in suede.",
            "Pairs with linen by day and silk by night.",
        ),
        goes_with=("dress", "sunglasses", "sun hat"),
    ),
)
