from __future__ import annotations

from shop.demo.assortment.kinds import BRIGHT, EVENING, LIPS, SOFT, Kind

KINDS = (
    Kind(
        name="lipstick",
        category="make-up-hair",
        shapes=("lipstick",),
        price=19,
        colours=LIPS,
        variants={
            "Lipstick": "Creamy colour that stays through lunch.",
            "Matte Lipstick": "A velvet finish that does not dry your lips.",
            "Satin Lipstick": "Rich pigment, a soft gleam and a hint of vanilla.",
        },
        closings=(
            "The case can be refilled.",
            "With shea butter and vitamin E.",
        ),
        goes_with=("hand mirror", "purse"),
    ),
    Kind(
        name="hand mirror",
        category="make-up-hair",
        shapes=("mirror",),
        price=34,
        colours=EVENING,
        variants={
            "Table Mirror": "A scalloped frame on a stand that tilts.",
            "Wall Mirror": "A waved frame that makes a small hallway larger.",
            "Bevelled Mirror": "Bevelled crystal glass in a lacquered frame.",
        },
        closings=(
            "True colours, no distortion at the edge.",
            "Hooks and stand are in the box.",
        ),
        goes_with=("lipstick", "comb"),
    ),
    Kind(
        name="comb",
        category="make-up-hair",
        shapes=("hair-pick",),
        price=12,
        colours=BRIGHT,
        variants={
            "Hair Pick": "Long, smooth teeth that lift curls from the root.",
            "Wide-Tooth Comb": "Untangles wet hair without pulling.",
            "Hand-Cut Comb": "Sawn and polished by hand, gentle to the scalp.",
        },
        closings=(
            "No seams that could catch a hair.",
            "Free of static, and fit for the shower.",
        ),
        goes_with=("lotion", "hand mirror"),
    ),
    Kind(
        name="soap",
        category="bath-body",
        shapes=("soap",),
        price=8,
        colours=SOFT,
        variants={
            "Hand Soap Bar": "A mild bar with olive oil for hands that work.",
            "Bath Soap": "Dense foam and a scent of fresh laundry.",
            "Cold-Stirred Soap": "Stirred cold and cured for six weeks.",
        },
        closings=(
            "Wrapped in paper, never in plastic.",
            "Lasts about two months by the basin.",
        ),
        goes_with=("lotion", "sponge", "toothbrush"),
    ),
    Kind(
        name="lotion",
        category="bath-body",
        shapes=("lotion-bottle",),
        price=17,
        sizes=("200 ml", "400 ml"),
        colours=SOFT,
        variants={
            "Body Lotion": "Sinks in quickly and leaves nothing on your shirt.",
            "Hand Lotion": "Almond oil for winter hands, in a bottle for the sink.",
            "Rich Body Lotion": "Shea and oat for dry skin, without perfume.",
        },
        closings=(
            "Tested by dermatologists and by grandmothers.",
            "The pump can be locked for travelling.",
        ),
        goes_with=("soap", "candle", "comb"),
    ),
    Kind(
        name="toothbrush",
        category="bath-body",
        shapes=("toothbrush",),
        price=5,
        colours=BRIGHT,
        variants={
            "Soft Toothbrush": "Fine bristles that are kind to gums.",
            "Medium Toothbrush": "A small head that reaches the last molar.",
            "Dual-Bristle Toothbrush": "Two lengths of bristle clean between the "
            "teeth.",
        },
        closings=(
            "The handle is made from plants.",
            "Change it every three months.",
        ),
        goes_with=("soap", "razor"),
    ),
    Kind(
        name="razor",
        category="bath-body",
        shapes=("razor",),
        price=23,
        colours=BRIGHT,
        variants={
            "Razor": "Two blades and a head that follows every curve.",
            "Travel Razor": "Short handle, light case, close shave.",
            "Metal Razor": "A weighted metal handle that does the pressing for you.",
        },
        closings=(
            "Two spare blades are included.",
            "Grips well with wet hands.",
        ),
        goes_with=("lotion", "toothbrush"),
    ),
    Kind(
        name="sponge",
        category="bath-body",
        shapes=("sponge",),
        price=7,
        tints=SOFT,
        variants={
            "Bath Sponge": "Soft pores and rich foam from very little soap.",
            "Konjac Sponge": "A plant-based sponge that gently freshens the face.",
            "Natural Sea Sponge": "Harvested by hand where it grows back.",
        },
        closings=(
            "Hang it up to dry and it stays fresh.",
            "Soft when wet, firm enough to last the year.",
        ),
        goes_with=("soap", "lotion"),
    ),
)
