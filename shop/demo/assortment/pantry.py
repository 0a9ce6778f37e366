from __future__ import annotations

from shop.demo.assortment.kinds import WOOD, Kind

KINDS = (
    Kind(
        name="honey",
        category="pantry",
        shapes=("honey-pot",),
        price=9,
        tints=WOOD,
        variants={
            "Blossom Honey": "Mild and golden, from spring orchards.",
            "Forest Honey": "Dark, malty and only faintly sweet.",
            "Heather Honey": "Thick, aromatic honey from late-summer moors.",
        },
        closings=(
            "Spun cold and never filtered.",
            "500 g in a stoneware pot that you will keep.",
        ),
        goes_with=("teapot", "biscuits"),
    ),
    Kind(
        name="chocolate",
        category="pantry",
        shapes=("chocolate-bar",),
        price=5,
        tints=("Cherry", "Teal", "Cobalt", "Plum", "Amber", "Moss"),
        variants={
            "Milk Chocolate": "Creamy, with a hint of caramel and no hurry to melt.",
            "Dark Chocolate": "70 percent cocoa: red fruit first, roasted nuts after.",
            "Sea-Salt Chocolate": "Dark chocolate with flakes of salt that crackle.",
        },
        closings=(
            "Cocoa from cooperatives that are paid properly.",
            "100 g, or an evening.",
        ),
        goes_with=("cup", "biscuits", "novel"),
    ),
    Kind(
        name="biscuits",
        category="pantry",
        shapes=("cookie",),
        price=6,
        variants={
            "Chocolate Chip Cookies": "Crisp at the edge, soft in the middle.",
            "Oat Cookies": "Rolled oats, dark chocolate drops and a little honey.",
            "Butter Cookies": "Real butter, real vanilla and big pieces of chocolate.",
        },
        closings=(
            "Baked in small batches, packed the same day.",
            "200 g in a tin-tied bag.",
        ),
        goes_with=("cup", "teapot", "chocolate"),
    ),
    Kind(
        name="tinned tomatoes",
        category="pantry",
        shapes=("canned-food",),
        price=4,
        variants={
            "Chopped Tomatoes": "Ripe tomatoes, chopped and tinned within a day.",
            "Peeled Plum Tomatoes": "Whole plum tomatoes in their own thick juice.",
            "Cherry Tomatoes": "Small and sweet, for sauces that cook in ten minutes.",
        },
        closings=(
            "Nothing added but a leaf of basil.",
            "400 g, grown in the open field.",
        ),
        goes_with=("casserole", "cheese", "cookbook"),
    ),
    Kind(
        name="cheese",
        category="pantry",
        shapes=("cheese-wedge",),
        price=11,
        variants={
            "Alpine Cheese": "Mild, nutty and full of holes.",
            "Mountain Cheese": "Six months in the cellar gave it its bite.",
            "Cave-Aged Cheese": "Fourteen months old, with crystals that crunch.",
        },
        closings=(
            "300 g wedge, cut to order and wrapped in paper.",
            "From raw hay milk of a single valley.",
        ),
        goes_with=("wine glass", "honey", "kitchen knife"),
    ),
)
