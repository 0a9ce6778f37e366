from __future__ import annotations

# Prefix of the SKUs, name, description and leaf categories of each department.
DEPARTMENTS = {
    "shoes": (
        "SHO",
        "Shoes",
        "From the first run of spring to the last dance of the evening.",
        {
            "running-shoes": ("Running & Gym", "Cushioned, light, made for miles."),
            "boots": ("Boots", "For wet leaves, high paths and city pavements."),
            "smart-shoes": ("Smart Shoes", "Lace-ups, heels and flats to dress up in."),
            "sandals": ("Sandals", "Easy to slip on, hard to take off again."),
        },
    ),
    "clothing": (
        "CLO",
        "Clothing",
        "Well-cut clothes in natural fabrics, for every season.",
        {
            "tops": ("Tops", "T-shirts, blouses and shirts for sport."),
            "jeans-dresses": ("Jeans & Dresses", "Denim, shorts and dresses that fit."),
            "coats-knits": ("Coats & Knits", "Warm layers, from coats to socks."),
            "swimwear": ("Swimwear", "For lengths in the pool and days at the beach."),
        },
    ),
    "accessories": (
        "ACC",
        "Accessories",
        "The finishing touches: bags, hats, glasses and watches.",
        {
            "bags-travel": ("Bags & Travel", "Carry it all, to work or far away."),
            "hats-eyewear": ("Hats & Eyewear", "Shade, style and a sharper view."),
            "watches-jewellery": (
                "Watches & Jewellery",
                "Small things that are looked at every day.",
            ),
        },
    ),
    "sport": (
        "SPO",
        "Sport & Outdoor",
        "Gear for getting out there, whatever the weather.",
        {
            "camping": ("Camping & Hiking", "Shelter, light and a sense of direction."),
            "wheels": ("Bikes & Boards", "Everything that rolls."),
            "ball-games": (
                "Ball Games",
                "Balls and rackets for the park and the club.",
            ),
            "snow-water": ("Snow & Water", "Skis, skates and snorkels."),
        },
    ),
    "kitchen": (
        "KIT",
        "Kitchen",
        "Tools and treats for people who love to cook.",
        {
            "cookware": ("Cookware", "Pans, pots, knives and bowls that last."),
            "coffee-tea": ("Coffee & Tea", "Mugs and pots for the best breaks."),
            "glassware": ("Glassware", "Glasses for water, wine and long evenings."),
            "pantry": ("Pantry", "Good things to keep in the cupboard."),
        },
    ),
    "tech": (
        "TEC",
        "Audio & Gadgets",
        "Sound, screens and instruments, chosen by ear and eye.",
        {
            "audio": ("Audio", "Headphones, radios and microphones."),
            "computers": ("Computers & Gaming", "For work, and for after work."),
            "photo-screen": ("Photo & Screen", "Cameras to shoot, screens to watch."),
            "instruments": ("Instruments", "Strings, keys and drums to play on."),
        },
    ),
    "books-desk": (
        "BOO",
        "Books & Desk",
        "Things to read, and everything to write and draw with.",
        {
            "books": ("Books", "Novels, cookbooks, journeys and nature."),
            "notebooks": ("Notebooks & Planners", "Paper that is good to write on."),
            "art-writing": ("Art & Writing", "Pens, pencils, brushes and paint."),
        },
    ),
    "home-garden": (
        "HOM",
        "Home & Garden",
        "Furniture, plants and tools for the place you live in.",
        {
            "furniture": ("Furniture", "Places to sit, to sleep and to read."),
            "decor": ("Decoration", "Light, time and something for the shelf."),
            "plants": ("Plants", "Green company for windowsills and tables."),
            "tools": ("Tools & Storage", "For putting up, mending and putting away."),
        },
    ),
    "kids": (
        "KID",
        "Kids",
        "Toys and games that are played with for years.",
        {
            "toys": ("Toys", "Soft friends, fast cars and roaring dinosaurs."),
            "games": ("Games & Puzzles", "For rainy Sundays around the table."),
        },
    ),
    "beauty": (
        "BEA",
        "Beauty",
        "Gentle care and a little colour.",
        {
            "make-up-hair": ("Make-up & Hair", "Lipsticks, mirrors and combs."),
            "bath-body": ("Bath & Body", "Soaps, lotions and everyday care."),
        },
    ),
}
