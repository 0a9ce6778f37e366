from __future__ import annotations

from shop.demo.assortment.kinds import BRIGHT, Kind

KINDS = (
    Kind(
        name="football",
        category="ball-games",
        shapes=("soccer-ball",),
        price=29,
        sizes=("4", "5"),
        colours=BRIGHT,
        variants={
            "Training Football": "Machine-stitched and forgiving on every surface.",
            "Match Football": "Thermally bonded panels for a true flight.",
            "Futsal Football": "Low bounce and a soft touch for the indoor court.",
        },
        closings=(
            "Keeps its air for months.",
            "Delivered flat with a pump needle.",
        ),
        goes_with=("shorts", "gym shoe", "socks"),
    ),
    Kind(
        name="basketball",
        category="ball-games",
        shapes=("basketball",),
        price=34,
        sizes=("5", "6", "7"),
        colours=BRIGHT,
        variants={
            "Street Basketball": "A tough rubber cover for asphalt and late evenings.",
            "Indoor Basketball": "Soft composite leather that grips in dry hands.",
            "Game Basketball": "Deep channels and an even bounce, approved for "
            "leagues.",
        },
        closings=(
            "Bounces true straight out of the box.",
            "The pebbled surface stays grippy when it gets sweaty.",
        ),
        goes_with=("gym shoe", "running shirt"),
    ),
    Kind(
        name="tennis racket",
        category="ball-games",
        shapes=("tennis",),
        price=110,
        sizes=("Grip 2", "Grip 3", "Grip 4"),
        colours=BRIGHT,
        variants={
            "Tennis Set": "A light racket and a ball, to find out whether you like it.",
            "Tennis Racket": "A forgiving frame with a large sweet spot for club play.",
            "Tournament Tennis Racket": "A stiff graphite frame for players who bring "
            "their own power.",
        },
        closings=(
            "Strung and ready to play.",
            "The grip tape absorbs a long third set.",
        ),
        goes_with=("cap", "shorts", "gym shoe"),
    ),
    Kind(
        name="badminton racket",
        category="ball-games",
        shapes=("badminton",),
        price=44,
        colours=BRIGHT,
        variants={
            "Badminton Set": "Racket and shuttlecock for the lawn behind the house.",
            "Badminton Racket": "A slim steel shaft and an easy, whipping swing.",
            "Carbon Badminton Racket": "84 grams of carbon for smashes that surprise.",
        },
        closings=(
            "With a cover for racket and shuttlecock.",
            "Balanced in the middle, quick in defence.",
        ),
        goes_with=("gym shoe", "running shirt"),
    ),
    Kind(
        name="table tennis bat",
        category="ball-games",
        shapes=("ping-pong",),
        price=26,
        colours=BRIGHT,
        variants={
            "Table Tennis Set": "Bat and ball for the concrete table in the park.",
            "Table Tennis Bat": "Medium sponge for players who rally rather than "
            "smash.",
            "Spin Table Tennis Bat": "Sticky rubbers that bend the ball around the "
            "net.",
        },
        closings=(
            "The flared handle sits well in small and large hands.",
            "Five layers of wood under the rubber.",
        ),
        goes_with=("shorts", "gym shoe"),
    ),
)
