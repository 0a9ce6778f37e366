from __future__ import annotations

from shop.demo.assortment.kinds import BRIGHT, EU_ADULT, TECH, Kind

KINDS = (
    Kind(
        name="tent",
        category="camping",
        shapes=("tent",),
        price=190,
        colours=BRIGHT,
        variants={
            "Ridge Tent": "The classic shape for two, up in eight minutes.",
            "Trekking Tent": "Under two kilos and still roomy enough to sit up in.",
            "Four-Season Tent": "Storm flaps and strong poles for nights above the "
            "tree line.",
        },
        closings=(
            "Taped seams and a floor that keeps out 5,000 mm of water.",
            "Pegs, guy lines and a repair kit are in the bag.",
        ),
        goes_with=("torch", "backpack", "compass"),
    ),
    Kind(
        name="compass",
        category="camping",
        shapes=("compass",),
        price=35,
        tints=("Amber", "Cognac", "Lemon", "Sand"),
        variants={
            "Pocket Compass": "A steady needle in a metal case with a ring for a cord.",
            "Hiking Compass": "Liquid-filled, so the needle settles in two seconds.",
            "Brass Compass": "A solid brass case with a lid, engraved on request.",
        },
        closings=(
            "Works when every battery is flat.",
            "A short guide to map reading is included.",
        ),
        goes_with=("hiking boot", "torch", "travel book"),
    ),
    Kind(
        name="torch",
        category="camping",
        shapes=("flashlight",),
        price=33,
        colours=TECH,
        variants={
            "Torch": "A bright beam for cellars, tents and power cuts.",
            "Rechargeable Torch": "Charges by USB and shines for a whole night.",
            "Expedition Torch": "Waterproof, shockproof and bright for 300 metres.",
        },
        closings=(
            "Three brightness levels and a blinking mode.",
            "The ribbed grip is easy to hold with gloves.",
        ),
        goes_with=("tent", "toolbox"),
    ),
    Kind(
        name="bicycle",
        category="wheels",
        shapes=("bicycle",),
        price=620,
        sizes=("S", "M", "L"),
        colours=BRIGHT,
        variants={
            "City Bike": "Upright and comfortable, with a bell loud enough for "
            "tourists.",
            "Touring Bike": "Eight gears and a strong rack for luggage or groceries.",
            "Gravel Bike": "Wide tyres and disc brakes for tarmac, gravel and forest.",
        },
        closings=(
            "Arrives nine-tenths assembled, with tools for the rest.",
            "Hub dynamo, mudguards and puncture-proof tyres.",
        ),
        goes_with=("backpack", "cap", "screwdriver"),
    ),
    Kind(
        name="scooter",
        category="wheels",
        shapes=("kick-scooter",),
        price=89,
        colours=BRIGHT,
        variants={
            "Kick Scooter": "Low deck, big wheels and a handlebar that grows along.",
            "Folding Scooter": "Folds in two seconds and fits under the office desk.",
            "Big-Wheel Scooter": "Large air tyres that take cobblestones in their "
            "stride.",
        },
        closings=(
            "Carries up to 100 kilos.",
            "With a rear brake you press with your heel.",
        ),
        goes_with=("skateboard", "backpack"),
    ),
    Kind(
        name="skateboard",
        category="wheels",
        shapes=("skateboard",),
        price=72,
        colours=TECH,
        variants={
            "Complete Skateboard": "Assembled and ready for the first push.",
            "Street Skateboard": "Seven layers of maple and soft wheels for rough "
            "ground.",
            "Pro Skateboard": "A light deck with pop, hard wheels and fast bearings.",
        },
        closings=(
            "Grip tape is already on.",
            "All parts are standard sizes, so you can upgrade as you learn.",
        ),
        goes_with=("scooter", "cap", "gym shoe"),
    ),
    Kind(
        name="skis",
        category="snow-water",
        shapes=("skis",),
        price=390,
        sizes=("150 cm", "160 cm", "170 cm"),
        colours=BRIGHT,
        variants={
            "Piste Ski Set": "Ski and boot for groomed slopes and easy turns.",
            "All-Mountain Ski Set": "At home on the piste, at ease beside it.",
            "Touring Ski Set": "Light uphill, sure downhill, with a boot that walks.",
        },
        closings=(
            "Bindings are set to your weight before delivery.",
            "Wood core, waxed and sharpened.",
        ),
        goes_with=("goggles", "socks", "scarf"),
    ),
    Kind(
        name="ice skates",
        category="snow-water",
        shapes=("ice-skate",),
        price=78,
        sizes=EU_ADULT,
        colours=TECH,
        variants={
            "Ice Skates": "Warmly lined skates for frozen lakes and city rinks.",
            "Figure Skates": "A firm ankle and a toothed blade for the first spins.",
            "Leather Figure Skates": "Leather boots with a steel blade that holds its "
            "edge.",
        },
        closings=(
            "Blade guards are included.",
            "Sharpened by hand and ready for the ice.",
        ),
        goes_with=("scarf", "socks"),
    ),
    Kind(
        name="snorkel set",
        category="snow-water",
        shapes=("diving-mask",),
        price=46,
        sizes=("S", "M", "L"),
        colours=BRIGHT,
        variants={
            "Snorkel Set": "Mask and snorkel for the first fish of the holiday.",
            "Dry-Top Snorkel Set": "A valve keeps waves out of the tube.",
            "Panorama Snorkel Set": "A frameless lens shows the reef from edge to "
            "edge.",
        },
        closings=(
            "The silicone skirt seals on every face.",
            "Tempered glass that hardly fogs.",
        ),
        goes_with=("swimsuit", "swim briefs", "goggles"),
    ),
    Kind(
        name="goggles",
        category="snow-water",
        shapes=("goggles",),
        price=52,
        colours=BRIGHT,
        variants={
            "Sport Goggles": "One wide lens and a broad strap, for snow and spray.",
            "Snow Goggles": "A double lens that stays clear on the chairlift.",
            "Mirrored Goggles": "A mirrored lens for bright days on water and snow.",
        },
        closings=(
            "Fits over most glasses.",
            "The foam dries quickly and comes out for washing.",
        ),
        goes_with=("skis", "snorkel set"),
    ),
)
