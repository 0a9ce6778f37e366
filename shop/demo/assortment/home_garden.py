from __future__ import annotations

from shop.demo.assortment.kinds import BRIGHT, EARTH, LIPS, SOFT, TECH, WOOD, Kind

KINDS = (
    Kind(
        name="sofa",
        category="furniture",
        shapes=("couch-and-lamp",),
        price=780,
        colours=BRIGHT,
        variants={
            "Sofa and Lamp Set": "A compact two-seater with a reading lamp that arches "
            "over it.",
            "Two-Seater with Lamp": "Deep cushions for long films, light for long "
            "books.",
            "Reading Corner Set": "A feather-topped sofa and a dimmable lamp, made for "
            "each other.",
        },
        closings=(
            "The covers come off and go into the machine.",
            "Delivered to the room where you want it.",
        ),
        goes_with=("candle", "television", "novel"),
    ),
    Kind(
        name="chair",
        category="furniture",
        shapes=("chair",),
        price=120,
        colours=EARTH,
        variants={
            "Kitchen Chair": "A four-legged friend with a gently curved back.",
            "Dining Chair": "Wide enough for a long dinner, light enough to move.",
            "Spindle-Back Chair": "Turned spindles and mortised joints without a "
            "screw.",
        },
        closings=(
            "Felt pads for wooden floors are included.",
            "Oiled wood that can be freshened up at home.",
        ),
        goes_with=("candle", "vase"),
    ),
    Kind(
        name="bed",
        category="furniture",
        shapes=("bed",),
        price=640,
        sizes=("90 x 200", "140 x 200", "160 x 200"),
        colours=BRIGHT,
        variants={
            "Bed": "A clean frame with slats, and not one squeak.",
            "Upholstered Bed": "A padded headboard to lean on with a book.",
            "Storage Bed": "Two deep drawers below, for the other season's bedding.",
        },
        closings=(
            "Put together by two people in half an hour.",
            "Takes mattresses of any height.",
        ),
        goes_with=("alarm clock", "novel", "candle"),
    ),
    Kind(
        name="candle",
        category="decor",
        shapes=("candle",),
        price=16,
        colours=SOFT,
        variants={
            "Pillar Candle": "Burns calmly for sixty hours and does not drip.",
            "Scented Candle": "Fig and cedar in the room, never perfume.",
            "Beeswax Candle": "Rolled from pure wax that smells faintly of honey.",
        },
        closings=(
            "The cotton wick is free of metal.",
            "Trim the wick, and it burns down to the last centimetre.",
        ),
        goes_with=("vase", "soap", "tumbler"),
    ),
    Kind(
        name="alarm clock",
        category="decor",
        shapes=("alarm-clock", "alarm-clock", "mantelpiece-clock"),
        price=37,
        colours=BRIGHT,
        variants={
            "Alarm Clock": "Two bells that nobody has ever slept through.",
            "Silent Alarm Clock": "No ticking at night, a friendly ring in the "
            "morning.",
            "Mantel Clock": "A wooden case and a soft strike on the hour, off at "
            "night.",
        },
        closings=(
            "The hands glow for the whole night.",
            "Runs for two years on one battery.",
        ),
        goes_with=("bed", "radio"),
    ),
    Kind(
        name="vase",
        category="decor",
        shapes=("amphora",),
        price=48,
        colours=EARTH,
        variants={
            "Amphora Vase": "Two handles, a narrow neck and a band of meander.",
            "Terracotta Vase": "Thrown by hand and fired twice, so that it holds "
            "water.",
            "Tall Amphora Vase": "A floor vase for branches, grasses and big gestures.",
        },
        closings=(
            "No two are exactly alike.",
            "Felt under the foot protects the sideboard.",
        ),
        goes_with=("bouquet", "candle"),
    ),
    Kind(
        name="houseplant",
        category="plants",
        shapes=("potted-plant",),
        price=24,
        sizes=("30 cm", "60 cm"),
        tints=SOFT,
        variants={
            "Potted Laurel": "Glossy leaves and a forgiving nature.",
            "Potted Lemon Balm": "Fresh leaves for tea from the windowsill.",
            "Rubber Plant": "Broad leaves that clean the air and ask for little.",
        },
        closings=(
            "Travels in a box that keeps it upright.",
            "Comes in a clay pot with a care card.",
        ),
        goes_with=("bucket", "vase", "nature book"),
    ),
    Kind(
        name="cactus",
        category="plants",
        shapes=("cactus",),
        price=17,
        sizes=("10 cm", "25 cm"),
        variants={
            "Column Cactus": "Two arms, no demands: water it when you remember.",
            "Desert Cactus": "Slow, sculptural and happy on the brightest sill.",
            "Saguaro Cactus": "A collector's plant that will outlive the furniture.",
        },
        closings=(
            "Shipped with its spines wrapped in straw.",
            "In summer it may go out on the balcony.",
        ),
        goes_with=("houseplant", "bucket"),
    ),
    Kind(
        name="bouquet",
        category="plants",
        shapes=("bouquet", "tulip", "rose"),
        price=31,
        tints=LIPS,
        variants={
            "Mixed Bouquet": "Whatever is best at the market today, tied by hand.",
            "Bunch of Tulips": "Picked in bud, so that they open on your table.",
            "Long-Stemmed Roses": "Large heads on strong stems that last ten days.",
        },
        closings=(
            "Delivered with its feet in water.",
            "A card with your words comes along.",
        ),
        goes_with=("vase", "chocolate"),
    ),
    Kind(
        name="hammer",
        category="tools",
        shapes=("hammer", "axe", "hammer"),
        price=27,
        tints=WOOD,
        variants={
            "Claw Hammer": "Drives nails in and pulls the bent ones out.",
            "Hatchet": "A forged head on a curved handle, for kindling and campfires.",
            "Framing Hammer": "A long handle and a milled face for heavy carpentry.",
        },
        closings=(
            "The head is wedged twice and will not fly off.",
            "Hickory handle, oiled rather than lacquered.",
        ),
        goes_with=("toolbox", "screwdriver"),
    ),
    Kind(
        name="screwdriver",
        category="tools",
        shapes=("screwdriver", "wrench", "screwdriver"),
        price=19,
        colours=BRIGHT,
        variants={
            "Screwdriver": "A hardened tip and a handle that fills the hand.",
            "Open-End Wrench": "Slim jaws that reach where others do not.",
            "Ratchet Screwdriver": "Keeps turning without letting go, with eight bits.",
        },
        closings=(
            "Marked in large figures you can read at arm's length.",
            "Chrome-vanadium steel, guaranteed for life.",
        ),
        goes_with=("toolbox", "hammer"),
    ),
    Kind(
        name="toolbox",
        category="tools",
        shapes=("toolbox",),
        price=54,
        colours=BRIGHT,
        variants={
            "Toolbox": "One tray, one handle and space for a whole flat's repairs.",
            "Steel Toolbox": "Folded steel that you can also stand on.",
            "Workshop Toolbox": "Three levels that open like an accordion.",
        },
        closings=(
            "The latches close with gloves on.",
            "Rubber feet keep it from scratching the parquet.",
        ),
        goes_with=("hammer", "screwdriver", "torch"),
    ),
    Kind(
        name="bucket",
        category="tools",
        shapes=("bucket", "bucket", "basket"),
        price=15,
        colours=TECH,
        variants={
            "Bucket": "Ten litres, a solid handle and a lip that pours.",
            "Garden Bucket": "Stays flexible in frost and shrugs off the spade.",
            "Harvest Basket": "Woven by hand, for apples, beans and firewood.",
        },
        closings=(
            "Hang it on the hook when the work is done.",
            "Carries twenty kilos without complaint.",
        ),
        goes_with=("houseplant", "sponge"),
    ),
)
