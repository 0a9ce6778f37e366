from __future__ import annotations

from shop.demo.assortment.kinds import BRIGHT, SOFT, WOOD, Kind

KINDS = (
    Kind(
        name="novel",
        category="books",
        shapes=("closed-book",),
        price=19,
        colours=("Cherry", "Ink", "Plum", "Cobalt", "Burgundy", "Teal"),
        titled=True,
        variants={
            "The Salt Road": "A surveyor maps a coast that will not hold still, and "
            "finds the sister she was told had drowned.",
            "A House for Thursdays": "Four strangers inherit one house, each for one "
            "day a week. On Thursdays, somebody else is there.",
            "The Lamplighter's Debt": "A murder in the last gas-lit quarter of the "
            "city, and the only witness works at night.",
            "Northbound, Slowly": "A retired train driver takes the long way home, by "
            "every branch line that is left.",
            "What the Orchard Kept": "Three generations, one apple farm and a letter "
            "that was never posted.",
            "The Cartographer's Daughter": "She can draw any place after hearing it "
            "described once. Then someone describes a place that cannot be.",
        },
        closings=("Hardcover with a ribbon marker, 384 pages.",),
        goes_with=("reading glasses", "chocolate", "cup"),
    ),
    Kind(
        name="cookbook",
        category="books",
        shapes=("orange-book",),
        price=28,
        colours=("Amber", "Coral", "Moss", "Cherry", "Teal", "Lemon"),
        titled=True,
        variants={
            "One Pot, Seven Days": "Fifty-two weeks of suppers that leave one thing "
            "to wash up.",
            "The Patient Baker": "Bread for people with little time and a little "
            "patience, from first starter to rye.",
            "Green Plates": "Vegetables in the leading role, season by season.",
            "Sunday Sauces": "Thirty sauces, a hundred dishes, and why they work.",
            "Suppers by the Sea": "Fish, lemons, potatoes and a view: a family cooks "
            "on a small harbour.",
            "Small Cakes": "Eighty bakes for tins no bigger than a hand.",
        },
        closings=("Every recipe was cooked by three strangers before it was printed.",),
        goes_with=("mixing bowl", "frying pan", "kitchen knife"),
    ),
    Kind(
        name="travel book",
        category="books",
        shapes=("blue-book",),
        price=22,
        colours=("Cobalt", "Teal", "Sky", "Indigo", "Amber", "Sage"),
        titled=True,
        variants={
            "Islands by Ferry": "Forty crossings, from ten minutes to two nights, with "
            "timetables and good bakeries.",
            "The Slow Alps": "Twelve walks from hut to hut, with sketches and heights.",
            "Night Trains of Europe": "Where to lie down in one language and wake up "
            "in "
            "another.",
            "Walking the Old Canals": "Nine towpaths, their locks and the people who "
            "keep them.",
            "A Winter in the North": "Notes from a year when the sun stayed away for "
            "seven weeks.",
            "Cities Before Breakfast": "Thirty cities at the hour that belongs to "
            "bakers and runners.",
        },
        closings=("With fold-out maps, in a format for the coat pocket.",),
        goes_with=("suitcase", "compass", "camera"),
    ),
    Kind(
        name="nature book",
        category="books",
        shapes=("green-book",),
        price=24,
        colours=("Moss", "Sage", "Teal", "Cocoa", "Lemon", "Plum"),
        titled=True,
        variants={
            "The Hedge Year": "One hedgerow, twelve months and more life than in most "
            "cities.",
            "Birds at the Window": "Sixty garden birds, drawn life-size where they "
            "fit.",
            "A Pocketful of Mosses": "Get down on your knees: the smallest forest is "
            "next to the path.",
            "The Balcony Gardener": "What grows well in four square metres, and what "
            "does not.",
            "Mushrooms Without Fear": "Thirty safe finds, their doubles, and when to "
            "leave them alone.",
            "Trees of the Town": "Meet the plane, the lime and the ginkgo on your way "
            "to work.",
        },
        closings=("Illustrated throughout in watercolour.",),
        goes_with=("houseplant", "compass", "paint set"),
    ),
    Kind(
        name="notebook",
        category="notebooks",
        shapes=("notebook", "notebook", "notebook-with-decorative-cover"),
        price=16,
        sizes=("A6", "A5", "A4"),
        colours=BRIGHT,
        variants={
            "Notebook": "Stitched pages that lie flat, closed by an elastic band.",
            "Dotted Notebook": "A faint grid of dots for lists, plans and sketches.",
            "Confetti Notebook": "A printed cover and heavy, unruled paper.",
        },
        closings=(
            "Ink does not bleed through.",
            "With numbered pages and a pocket at the back.",
        ),
        goes_with=("fountain pen", "pencil", "briefcase"),
    ),
    Kind(
        name="ring notebook",
        category="notebooks",
        shapes=("ledger", "spiral-notepad", "ledger"),
        price=11,
        sizes=("A5", "A4"),
        colours=BRIGHT,
        variants={
            "Ring Notebook": "Wire-bound, so that it folds back on a lap.",
            "Shorthand Pad": "Bound at the top for quick notes and shopping lists.",
            "Ring Ledger": "Ruled columns and a stiff cover, for accounts of any kind.",
        },
        closings=(
            "Pages tear out along a clean line.",
            "90-gram paper, friendly to every pen.",
        ),
        goes_with=("ballpoint pen", "pencil"),
    ),
    Kind(
        name="planner",
        category="notebooks",
        shapes=("spiral-calendar", "tear-off-calendar"),
        price=18,
        colours=SOFT,
        variants={
            "Wall Planner": "A month at a glance and room for five people's plans.",
            "Tear-Off Calendar": "One page a month, with notes on the back.",
            "Desk Planner": "A spiral-bound year that stands up by itself.",
        },
        closings=(
            "Undated, so the year begins when you do.",
            "Public holidays come as stickers.",
        ),
        goes_with=("ballpoint pen", "notebook"),
    ),
    Kind(
        name="fountain pen",
        category="art-writing",
        shapes=("fountain-pen",),
        price=45,
        sizes=("Fine", "Medium"),
        colours=BRIGHT,
        variants={
            "Fountain Pen": "A smooth steel nib and a grip that guides the fingers.",
            "Piston Fountain Pen": "Fills from the bottle and writes for weeks.",
            "Gold-Nib Fountain Pen": "A soft gold nib that gives each stroke some "
            "life.",
        },
        closings=(
            "Takes standard cartridges and a converter.",
            "Starts at once, even after a month in the drawer.",
        ),
        goes_with=("notebook", "ballpoint pen"),
    ),
    Kind(
        name="ballpoint pen",
        category="art-writing",
        shapes=("pen",),
        price=12,
        colours=BRIGHT,
        variants={
            "Ballpoint Pen": "Smooth ink and a clip that does not snap off.",
            "Gel Pen": "A vivid gel line that dries before you smudge it.",
            "Metal Ballpoint Pen": "A brass body under lacquer, heavy in the best way.",
        },
        closings=(
            "Refills are sold everywhere.",
            "Engraved with a name on request.",
        ),
        goes_with=("notebook", "planner", "ring notebook"),
    ),
    Kind(
        name="pencil",
        category="art-writing",
        shapes=("pencil", "crayon"),
        price=9,
        tints=BRIGHT,
        variants={
            "Pencils, Box of 6": "Cedar pencils with a soft, even lead.",
            "Wax Crayons, Box of 6": "Strong wax crayons that do not break in small "
            "fists.",
            "Artist Pencils, Box of 6": "Rich pigment in lacquered wood, made to "
            "layer.",
        },
        closings=(
            "With a sharpener in the box.",
            "From certified wood, free of solvents.",
        ),
        goes_with=("notebook", "paint set"),
    ),
    Kind(
        name="paint set",
        category="art-writing",
        shapes=("artist-palette", "paintbrush"),
        price=25,
        tints=WOOD,
        variants={
            "Watercolour Palette": "Five bright colours that mix cleanly.",
            "Paintbrush Set": "Springy synthetic hair in handles of beech.",
            "Studio Palette": "A shaped wooden palette with gouache to begin with.",
        },
        closings=(
            "Washes off hands and, mostly, off tables.",
            "A leaflet with first exercises is enclosed.",
        ),
        goes_with=("pencil", "nature book"),
    ),
)
