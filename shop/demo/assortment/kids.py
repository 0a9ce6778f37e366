from __future__ import annotations

from shop.demo.assortment.kinds import BRIGHT, SOFT, WOOD, Kind

KINDS = (
    Kind(
        name="teddy bear",
        category="toys",
        shapes=("teddy-bear",),
        price=29,
        sizes=("25 cm", "40 cm"),
        colours=("Cognac", "Sand", "Cocoa", "Blush", "Sky", "Stone"),
        variants={
            "Teddy Bear": "Soft, sturdy and a very good listener.",
            "Heirloom Teddy Bear": "Jointed arms, stitched paws and a dignified face.",
            "Mohair Teddy Bear": "Real mohair, made the way it was a hundred years "
            "ago.",
        },
        closings=(
            "Safe from the first day, eyes embroidered.",
            "Survives the washing machine at 30 degrees.",
        ),
        goes_with=("toy train", "puzzle"),
    ),
    Kind(
        name="kite",
        category="toys",
        shapes=("kite",),
        price=21,
        tints=BRIGHT,
        variants={
            "Diamond Kite": "Climbs in the lightest breeze and is easy to hold.",
            "Beach Kite": "Ripstop fabric and a tail with bows that dance.",
            "Stunt Kite": "Two lines, for loops and dives above the dunes.",
        },
        closings=(
            "Line and winder are included.",
            "Packs into a bag as long as your arm.",
        ),
        goes_with=("football", "backpack"),
    ),
    Kind(
        name="toy robot",
        category="toys",
        shapes=("robot",),
        price=45,
        colours=BRIGHT,
        variants={
            "Toy Robot": "Blinks, beeps and always finds its way around chair legs.",
            "Programmable Robot": "Children lay cards on the floor and it follows "
            "them.",
            "Robot Building Kit": "Sixty parts, one evening and a new member of the "
            "family.",
        },
        closings=(
            "Has a volume switch, dear parents.",
            "For children from six years.",
        ),
        goes_with=("puzzle", "racing car"),
    ),
    Kind(
        name="racing car",
        category="toys",
        shapes=("racing-car",),
        price=26,
        colours=BRIGHT,
        variants={
            "Pull-Back Racing Car": "Pull it back, let go, and run after it.",
            "Wooden Racing Car": "Smooth beech on quiet rubber wheels.",
            "Remote-Control Racing Car": "Twenty minutes of full speed on one charge.",
        },
        closings=(
            "Tyres can be changed, as in the pit lane.",
            "For children from three years.",
        ),
        goes_with=("toy train", "toy robot"),
    ),
    Kind(
        name="toy train",
        category="toys",
        shapes=("locomotive",),
        price=39,
        colours=BRIGHT,
        variants={
            "Toy Locomotive": "A proud engine with a chimney and a bell.",
            "Wooden Locomotive": "Runs on all common wooden tracks.",
            "Steam-Sound Locomotive": "Puffs, whistles and goes on after bedtime if "
            "you let it.",
        },
        closings=(
            "Magnetic couplings at both ends.",
            "Painted with water-based colours.",
        ),
        goes_with=("racing car", "teddy bear"),
    ),
    Kind(
        name="dinosaur",
        category="toys",
        shapes=("sauropod", "t-rex"),
        price=18,
        colours=("Moss", "Teal", "Coral", "Plum", "Amber", "Sky"),
        variants={
            "Long-Neck Dinosaur": "A gentle giant that eats carrots from small hands.",
            "Tyrannosaurus Figure": "Big teeth, short arms, and a heart of natural "
            "rubber.",
            "Giant Long-Neck Dinosaur": "Half a metre from nose to tail, and strong "
            "enough to sit on.",
        },
        closings=(
            "Modelled with the help of a museum.",
            "Fine for the bathtub too.",
        ),
        goes_with=("teddy bear", "puzzle"),
    ),
    Kind(
        name="puzzle",
        category="games",
        shapes=("puzzle-piece",),
        price=20,
        sizes=("500 pieces", "1000 pieces"),
        colours=SOFT,
        variants={
            "Landscape Puzzle": "Meadows, mountains and a great deal of sky.",
            "Old Map Puzzle": "A sea chart with monsters in every corner.",
            "Wooden Puzzle": "Laser-cut pieces in shapes that surprise.",
        },
        closings=(
            "Every piece fits in exactly one place.",
            "A lost piece is replaced free of charge.",
        ),
        goes_with=("board game", "playing cards", "cup"),
    ),
    Kind(
        name="board game",
        category="games",
        shapes=("chess-pawn", "game-die", "game-die"),
        price=36,
        tints=WOOD,
        variants={
            "Chess Set": "Weighted pieces and a folding board for home and park.",
            "Family Dice Game": "Rules in two minutes, laughter for two hours.",
            "Strategy Dice Game": "A little luck, many plans and one good alliance.",
        },
        closings=(
            "For two to six players from eight years.",
            "The box is small enough for the suitcase.",
        ),
        goes_with=("playing cards", "puzzle", "biscuits"),
    ),
    Kind(
        name="playing cards",
        category="games",
        shapes=("joker",),
        price=10,
        tints=BRIGHT,
        variants={
            "Playing Cards": "Fifty-two cards and a joker with a mind of its own.",
            "Travel Playing Cards": "Waterproof cards for beach, boat and bath.",
            "Linen-Finish Playing Cards": "A linen finish that shuffles like silk.",
        },
        closings=(
            "Rules for ten games are enclosed.",
            "Large indices are easy to read by candlelight.",
        ),
        goes_with=("board game", "tumbler"),
    ),
    Kind(
        name="darts",
        category="games",
        shapes=("bullseye",),
        price=42,
        colours=BRIGHT,
        variants={
            "Dartboard Set": "A board and darts for the hobby room.",
            "Magnetic Dartboard": "Safe magnetic tips, so the door stays whole.",
            "Club Dartboard": "Dense fibres close again after every hit.",
        },
        closings=(
            "Mounting and a distance tape are included.",
            "For one player, or a whole birthday party.",
        ),
        goes_with=("playing cards", "board game"),
    ),
)
