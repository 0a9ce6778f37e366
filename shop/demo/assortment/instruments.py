from __future__ import annotations

from shop.demo.assortment.kinds import BRIGHT, LEATHER, WOOD, Kind

KINDS = (
    Kind(
        name="guitar",
        category="instruments",
        shapes=("guitar",),
        price=340,
        colours=BRIGHT,
        variants={
            "Electric Guitar": "Two pickups and a slim neck for the first band.",
            "Solid-Body Guitar": "A resonant body that sustains long and stays in "
            "tune.",
            "Studio Electric Guitar": "Hand-wound pickups and rolled fingerboard "
            "edges.",
        },
        closings=(
            "Set up and strung by a luthier before it ships.",
            "With strap, cable and three plectrums.",
        ),
        goes_with=("drum", "stage piano", "headphones"),
    ),
    Kind(
        name="violin",
        category="instruments",
        shapes=("violin",),
        price=280,
        sizes=("1/2", "3/4", "4/4"),
        tints=WOOD,
        variants={
            "Student Violin": "A warm, easy voice for the first three years.",
            "Violin": "Spruce and maple with ebony fittings, ready for the orchestra.",
            "Master Violin": "Old tonewood, oil varnish and a tone that carries.",
        },
        closings=(
            "With bow, case and a cake of rosin.",
            "Bridge and sound post are set by hand.",
        ),
        goes_with=("stage piano", "notebook"),
    ),
    Kind(
        name="drum",
        category="instruments",
        shapes=("drum", "drum", "long-drum"),
        price=125,
        colours=LEATHER,
        variants={
            "Snare Drum": "A crisp snare with two sticks to start at once.",
            "Concert Drum": "A deeper shell for a round tone in every corner of a "
            "hall.",
            "Djembe": "Carved from one trunk, with a skin that sings and booms.",
        },
        closings=(
            "Tuned and checked, key included.",
            "The neighbours will get used to it.",
        ),
        goes_with=("guitar", "headphones"),
    ),
    Kind(
        name="stage piano",
        category="instruments",
        shapes=("musical-keyboard",),
        price=450,
        variants={
            "Keyboard Piano": "Touch-sensitive keys and forty sounds to learn with.",
            "Stage Piano": "Weighted keys and a grand piano that fits on the back "
            "seat.",
            "Concert Stage Piano": "Wooden keys, graded hammers and three recorded "
            "grands.",
        },
        closings=(
            "Practise by headphones at midnight.",
            "Pedal and music stand are included.",
        ),
        goes_with=("headphones", "guitar"),
    ),
)
