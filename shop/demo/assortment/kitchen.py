from __future__ import annotations

from shop.demo.assortment.kinds import BRIGHT, SOFT, TECH, Kind

KINDS = (
    Kind(
        name="frying pan",
        category="cookware",
        shapes=("cooking",),
        price=49,
        sizes=("24 cm", "28 cm"),
        colours=TECH,
        variants={
            "Frying Pan": "Eggs slide out of it on the first morning and the "
            "thousandth.",
            "Ceramic Frying Pan": "A mineral coating that browns with very little oil.",
            "Cast-Iron Frying Pan": "Heavy, even and practically indestructible.",
        },
        closings=(
            "For all hobs, induction included.",
            "The handle stays cool, and the pan may go into the oven.",
        ),
        goes_with=("kitchen knife", "casserole", "cookbook"),
    ),
    Kind(
        name="casserole",
        category="cookware",
        shapes=("pot-of-food",),
        price=98,
        sizes=("3 l", "5 l"),
        colours=TECH,
        variants={
            "Stew Pot": "A wide pot with two handles for soups that feed a table.",
            "Steel Casserole": "A three-layer base spreads the heat and never burns.",
            "Enamelled Casserole": "Thick iron under glassy enamel, from hob to oven "
            "to "
            "table.",
        },
        closings=(
            "The rim pours without dripping.",
            "Goes into the dishwasher, if it must.",
        ),
        goes_with=("mixing bowl", "tinned tomatoes", "cookbook"),
    ),
    Kind(
        name="kitchen knife",
        category="cookware",
        shapes=("kitchen-knife",),
        price=62,
        sizes=("16 cm", "20 cm"),
        colours=BRIGHT,
        variants={
            "Kitchen Knife": "The one knife you need for nine out of ten meals.",
            "Santoku Knife": "A broad, thin blade for vegetables, fish and fine "
            "slices.",
            "Forged Chef's Knife": "Forged from one piece, balanced at the finger.",
        },
        closings=(
            "Sharpened on a wet stone before it is packed.",
            "Wash by hand and it keeps its edge for months.",
        ),
        goes_with=("frying pan", "mixing bowl"),
    ),
    Kind(
        name="mixing bowl",
        category="cookware",
        shapes=("bowl-with-spoon",),
        price=28,
        sizes=("1.5 l", "3 l"),
        colours=BRIGHT,
        variants={
            "Mixing Bowl": "Deep enough to whisk in without redecorating the kitchen.",
            "Baking Bowl": "With a spout, a spoon and a rubber foot that stands still.",
            "Stoneware Bowl": "Heavy glazed stoneware, good-looking on the table too.",
        },
        closings=(
            "Stacks with its siblings.",
            "Safe in the microwave and the dishwasher.",
        ),
        goes_with=("cookbook", "casserole", "biscuits"),
    ),
    Kind(
        name="cup",
        category="coffee-tea",
        shapes=("hot-beverage",),
        price=15,
        colours=SOFT,
        variants={
            "Coffee Cup": "A rounded cup with a saucer and a handle for a whole "
            "finger.",
            "Cappuccino Cup": "Thick walls keep the foam warm to the last sip.",
            "Hand-Thrown Cup": "Turned on the wheel, so each is a little different.",
        },
        closings=(
            "Glazed inside and out, and safe in the dishwasher.",
            "Holds 250 ml, or a very good morning.",
        ),
        goes_with=("teapot", "biscuits", "chocolate"),
    ),
    Kind(
        name="teapot",
        category="coffee-tea",
        shapes=("teapot",),
        price=44,
        colours=BRIGHT,
        variants={
            "Teapot": "A round-bellied pot that pours four cups without a drop beside.",
            "Stoneware Teapot": "Thick stoneware keeps the second cup as hot as the "
            "first.",
            "Porcelain Teapot": "Thin, white-bodied porcelain under a deep glaze.",
        },
        closings=(
            "With a steel strainer for loose leaves.",
            "The lid stays on when you pour.",
        ),
        goes_with=("cup", "honey", "biscuits"),
    ),
    Kind(
        name="wine glass",
        category="glassware",
        shapes=("wine-glass",),
        price=18,
        tints=("Burgundy", "Cherry", "Plum", "Rose"),
        variants={
            "Red Wine Glass": "A wide bowl that lets a young red breathe.",
            "All-Round Wine Glass": "The one shape that flatters red and white alike.",
            "Crystal Wine Glass": "Mouth-blown crystal with a rim you hardly feel.",
        },
        closings=(
            "Survives the dishwasher and clumsy guests.",
            "Sold singly, so that you can replace just one.",
        ),
        goes_with=("tumbler", "cheese"),
    ),
    Kind(
        name="tumbler",
        category="glassware",
        shapes=("tumbler-glass",),
        price=13,
        tints=("Cognac", "Amber", "Cherry", "Lemon", "Cocoa", "Coral"),
        variants={
            "Tumbler": "A heavy-bottomed glass for water, juice and whisky.",
            "Whisky Tumbler": "Thick base, straight sides, and room for one large ice "
            "cube.",
            "Crystal Tumbler": "Clear crystal with the weight a nightcap deserves.",
        },
        closings=(
            "Stackable, thanks to a slight taper.",
            "Made from one-third recycled glass.",
        ),
        goes_with=("wine glass", "cocktail glass"),
    ),
    Kind(
        name="cocktail glass",
        category="glassware",
        shapes=("cocktail-glass", "tropical-drink"),
        price=21,
        tints=("Moss", "Coral", "Lemon", "Rose", "Sky", "Amber"),
        variants={
            "Martini Glass": "The wide V on a slender stem, well balanced when full.",
            "Hurricane Glass": "A curved glass for long drinks with fruit and a straw.",
            "Crystal Martini Glass": "Thin crystal that rings when you raise it.",
        },
        closings=(
            "Chill it for ten minutes before you pour.",
            "Recipes for five classics are in the box.",
        ),
        goes_with=("tumbler", "wine glass", "playing cards"),
    ),
)
