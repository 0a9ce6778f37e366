from __future__ import annotations

from shop.demo.assortment.kinds import (
    BRIGHT,
    EARTH,
    EVENING,
    JEWELS,
    LEATHER,
    TECH,
    Kind,
)

KINDS = (
    Kind(
        name="handbag",
        category="bags-travel",
        shapes=("handbag",),
        price=130,
        colours=LEATHER,
        variants={
            "Handbag": "A structured bag with two handles and room for a tablet.",
            "Two-Tone Handbag": "Two shades of grained leather and feet to stand on.",
            "Leather Handbag": "Vegetable-tanned leather that darkens beautifully with "
            "use.",
        },
        closings=(
            "Three inner pockets keep keys and phone apart.",
            "A magnetic clasp closes it with one hand.",
        ),
        goes_with=("purse", "sunglasses", "lipstick"),
    ),
    Kind(
        name="purse",
        category="bags-travel",
        shapes=("purse",),
        price=38,
        colours=EVENING,
        variants={
            "Coin Purse": "A round kiss-lock purse for coins, keys and a train ticket.",
            "Clasp Purse": "A wide metal frame opens far, so you see every coin.",
            "Leather Clasp Purse": "Soft leather gathered into a brass frame that "
            "snaps shut.",
        },
        closings=(
            "Fits into every jacket pocket.",
            "Lined with cotton in a contrasting print.",
        ),
        goes_with=("handbag", "umbrella"),
    ),
    Kind(
        name="backpack",
        category="bags-travel",
        shapes=("backpack",),
        price=85,
        colours=BRIGHT,
        variants={
            "City Backpack": "18 litres, a padded sleeve for the laptop and a pocket "
            "for the umbrella.",
            "Day Backpack": "22 litres with a hip belt and a rain cover in its base.",
            "Trekking Backpack": "30 litres on a ventilated frame that keeps your back "
            "dry.",
        },
        closings=(
            "Water-repellent fabric and zips that run smoothly.",
            "The straps adjust to short and to long backs.",
        ),
        goes_with=("hiking boot", "tent", "torch"),
    ),
    Kind(
        name="briefcase",
        category="bags-travel",
        shapes=("briefcase",),
        price=160,
        colours=LEATHER,
        variants={
            "Slim Briefcase": "One compartment for laptop, papers and lunch.",
            "Briefcase": "Two compartments, a flap with a lock, and a handle that "
            "stays comfortable.",
            "Saddle-Leather Briefcase": "Thick saddle leather with hand-stitched "
            "edges, made for a working life.",
        },
        closings=(
            "Slips over the handle of a suitcase.",
            "Takes a 15-inch laptop with ease.",
        ),
        goes_with=("dress shoe", "fountain pen", "notebook"),
    ),
    Kind(
        name="suitcase",
        category="bags-travel",
        shapes=("luggage",),
        price=150,
        sizes=("Cabin", "Medium", "Large"),
        colours=TECH,
        variants={
            "Suitcase": "A light shell on four wheels that turns on the spot.",
            "Expandable Suitcase": "Open one zip and there is room for the way back.",
            "Silent Suitcase": "Rubber wheels that do not wake the street at five in "
            "the morning.",
        },
        closings=(
            "With a combination lock that customs can open.",
            "Cross straps and a divider keep shirts where you put them.",
        ),
        goes_with=("travel book", "sunglasses", "umbrella"),
    ),
    Kind(
        name="umbrella",
        category="bags-travel",
        shapes=("closed-umbrella", "umbrella"),
        price=32,
        colours=BRIGHT,
        variants={
            "Stick Umbrella": "A long umbrella with a curved handle to hang over your "
            "arm.",
            "Storm Umbrella": "Flexible ribs bend in a gust and spring back.",
            "Wood-Handle Umbrella": "A bent chestnut handle and a taut, quick-drying "
            "cover.",
        },
        closings=(
            "Wide enough for two who like each other.",
            "Opens at the push of a button.",
        ),
        goes_with=("coat", "briefcase"),
    ),
    Kind(
        name="cap",
        category="hats-eyewear",
        shapes=("billed-cap",),
        price=24,
        colours=BRIGHT,
        variants={
            "Cotton Cap": "A six-panel cap in washed cotton with an adjustable strap.",
            "Sport Cap": "Light, vented and with a dark underside against glare.",
            "Wool Cap": "A soft wool blend that makes the classic shape fit for "
            "autumn.",
        },
        closings=(
            "One size, adjustable at the back.",
            "The sweatband comes out of the wash as new.",
        ),
        goes_with=("t-shirt", "sunglasses", "shorts"),
    ),
    Kind(
        name="sun hat",
        category="hats-eyewear",
        shapes=("womans-hat",),
        price=42,
        sizes=("S", "M", "L"),
        colours=EVENING,
        variants={
            "Sun Hat": "A wide brim and a ribbon bow, for deck chairs and garden "
            "parties.",
            "Straw Hat": "Woven paper straw that can be folded into a suitcase.",
            "Fine Straw Hat": "Densely woven by hand, with a grosgrain ribbon.",
        },
        closings=(
            "The brim keeps its shape when it gets damp.",
            "A cord inside holds it on windy piers.",
        ),
        goes_with=("bikini", "sandal", "sunglasses"),
    ),
    Kind(
        name="sunglasses",
        category="hats-eyewear",
        shapes=("sunglasses",),
        price=75,
        colours=EARTH,
        variants={
            "Sunglasses": "A rounded frame that suits nearly every face.",
            "Polarised Sunglasses": "Polarised lenses take the glare off water and wet "
            "roads.",
            "Acetate Sunglasses": "Cut from a block of acetate and polished for two "
            "days.",
        },
        closings=(
            "Full UV-400 protection, with a hard case and cloth.",
            "The five-screw hinges can be tightened at home.",
        ),
        goes_with=("sun hat", "bikini", "cap"),
    ),
    Kind(
        name="reading glasses",
        category="hats-eyewear",
        shapes=("glasses",),
        price=39,
        sizes=("+1.0", "+1.5", "+2.0", "+2.5"),
        colours=EARTH,
        variants={
            "Reading Glasses": "Light reading glasses for bedside and menu.",
            "Screen Glasses": "A blue-light filter for long days at the monitor.",
            "Acetate Reading Glasses": "A solid acetate frame that you will not want "
            "to hide.",
        },
        closings=(
            "Comes with a soft pouch.",
            "Spring hinges forgive being taken off with one hand.",
        ),
        goes_with=("novel", "notebook"),
    ),
    Kind(
        name="watch",
        category="watches-jewellery",
        shapes=("watch",),
        price=170,
        colours=TECH,
        variants={
            "Quartz Watch": "A clear dial, a reliable movement and a soft strap.",
            "Solar Watch": "Charges in daylight and never needs a battery.",
            "Automatic Watch": "Wound by your wrist, visible through the glass back.",
        },
        closings=(
            "Water-resistant to 50 metres.",
            "The strap changes without tools.",
        ),
        goes_with=("dress shoe", "briefcase"),
    ),
    Kind(
        name="ring",
        category="watches-jewellery",
        shapes=("ring",),
        price=210,
        sizes=("50", "52", "54", "56", "58"),
        tints=JEWELS,
        variants={
            "Silver Ring": "A single cut stone on a plain sterling silver band.",
            "Solitaire Ring": "A raised stone that catches light from every side.",
            "Statement Ring": "A large faceted stone on a broad band, for hands that "
            "talk.",
        },
        closings=(
            "Exchange the size free of charge within a year.",
            "The stone is laboratory-grown and conflict-free.",
        ),
        goes_with=("dress", "watch"),
    ),
)
