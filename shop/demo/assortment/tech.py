from __future__ import annotations

from shop.demo.assortment.kinds import BRIGHT, TECH, Kind

KINDS = (
    Kind(
        name="headphones",
        category="audio",
        shapes=("headphone",),
        price=139,
        colours=TECH,
        variants={
            "Headphones": "Light over-ear headphones with a warm, unhurried sound.",
            "Wireless Headphones": "Thirty hours of music, and a cable for the day you "
            "forget to charge.",
            "Noise-Cancelling Headphones": "Switch the train off and the record on.",
        },
        closings=(
            "Ear cushions and battery can be replaced.",
            "Folds flat into its hard case.",
        ),
        goes_with=("smartphone", "laptop", "stage piano"),
    ),
    Kind(
        name="radio",
        category="audio",
        shapes=("radio",),
        price=85,
        colours=TECH,
        variants={
            "Kitchen Radio": "Two knobs, one speaker and the morning news.",
            "Portable Radio": "Runs for a week on one charge, in the garden or the "
            "workshop.",
            "Digital Radio": "DAB+ and FM with a display that shows the song.",
        },
        closings=(
            "A headphone socket keeps the late match private.",
            "Remembers twenty stations.",
        ),
        goes_with=("alarm clock", "headphones"),
    ),
    Kind(
        name="microphone",
        category="audio",
        shapes=("studio-microphone", "microphone"),
        price=119,
        colours=TECH,
        variants={
            "Podcast Microphone": "Plug it in by USB and sound like the radio.",
            "Vocal Microphone": "A rugged stage classic that forgives the room.",
            "Studio Microphone": "A large capsule that hears every breath and string.",
        },
        closings=(
            "Cable and pop filter are included.",
            "All-metal housing with a switch that does not click.",
        ),
        goes_with=("headphones", "laptop", "guitar"),
    ),
    Kind(
        name="laptop",
        category="computers",
        shapes=("laptop",),
        price=890,
        sizes=("256 GB", "512 GB", "1 TB"),
        colours=TECH,
        variants={
            "Laptop 14": "A light companion with a battery for the whole day.",
            "Laptop 15": "A large bright screen and a keyboard for long texts.",
            "Laptop Pro 16": "Fast enough for film editing, quiet enough for "
            "libraries.",
        },
        closings=(
            "Memory and battery can be changed with one screwdriver.",
            "Two USB-C sockets, HDMI and a proper headphone jack.",
        ),
        goes_with=("computer mouse", "keyboard", "briefcase"),
    ),
    Kind(
        name="keyboard",
        category="computers",
        shapes=("keyboard",),
        price=69,
        colours=TECH,
        variants={
            "Keyboard": "Flat, quiet keys with a clear point of pressure.",
            "Wireless Keyboard": "Switches between three devices at the press of a "
            "key.",
            "Mechanical Keyboard": "Tactile switches and keycaps that never shine.",
        },
        closings=(
            "Splash-proof, for people who work with coffee.",
            "Feet adjust to two heights.",
        ),
        goes_with=("computer mouse", "laptop"),
    ),
    Kind(
        name="computer mouse",
        category="computers",
        shapes=("computer-mouse",),
        price=35,
        colours=TECH,
        variants={
            "Computer Mouse": "Symmetrical, so it fits the left hand as well.",
            "Wireless Mouse": "One battery lasts a year and a half.",
            "Precision Mouse": "A fine sensor and a wheel that spins through long "
            "documents.",
        },
        closings=(
            "Silent buttons spare the whole office.",
            "Works on glass, wood and your knee.",
        ),
        goes_with=("keyboard", "laptop"),
    ),
    Kind(
        name="smartphone",
        category="computers",
        shapes=("mobile-phone",),
        price=420,
        sizes=("128 GB", "256 GB"),
        colours=TECH,
        variants={
            "Smartphone": "All you need in a phone that fits your hand.",
            "Dual-Camera Smartphone": "Two lenses and a battery for a long weekend.",
            "Flagship Smartphone": "The brightest screen and the fastest chip of the "
            "line.",
        },
        closings=(
            "Seven years of updates are promised.",
            "Takes two SIM cards and a memory card.",
        ),
        goes_with=("headphones", "purse"),
    ),
    Kind(
        name="game controller",
        category="computers",
        shapes=("video-game", "video-game", "joystick"),
        price=55,
        colours=BRIGHT,
        variants={
            "Game Controller": "Grippy, precise and charged for a forty-hour quest.",
            "Wireless Game Controller": "No delay, no cable, two extra keys at the "
            "back.",
            "Arcade Joystick": "A ball-top stick with real micro-switches, like the "
            "machine at the pier.",
        },
        closings=(
            "Plays with computers, phones and consoles.",
            "Rumbles gently when it matters.",
        ),
        goes_with=("television", "headphones"),
    ),
    Kind(
        name="camera",
        category="photo-screen",
        shapes=("camera", "camera-with-flash", "camera"),
        price=480,
        colours=TECH,
        variants={
            "Compact Camera": "A fixed bright lens for street, family and travel.",
            "Flash Camera": "A built-in flash that knows when to hold back.",
            "Mirrorless Camera": "A large sensor and a dial for everything that "
            "counts.",
        },
        closings=(
            "Strap, battery and charger are in the box.",
            "Pictures go to your phone without a cable.",
        ),
        goes_with=("backpack", "travel book", "camcorder"),
    ),
    Kind(
        name="camcorder",
        category="photo-screen",
        shapes=("video-camera", "movie-camera", "movie-camera"),
        price=360,
        colours=TECH,
        variants={
            "Camcorder": "Zooms from the back row to the star of the school play.",
            "Film Camera": "Two reels, one crank handle and the look of old summers.",
            "Cinema Camera": "Interchangeable lenses and colours with room to grade.",
        },
        closings=(
            "Steady pictures, even when you run after a toddler.",
            "Takes standard memory cards and batteries.",
        ),
        goes_with=("camera", "microphone", "television"),
    ),
    Kind(
        name="television",
        category="photo-screen",
        shapes=("television", "television", "film-projector"),
        price=320,
        colours=TECH,
        variants={
            "Retro Television": "Round corners and thin legs outside, a modern panel "
            "inside.",
            "Smart Television": "Streams, records and starts without a speech.",
            "Film Projector": "A big picture for a white wall and many friends.",
        },
        closings=(
            "The remote control has nine keys, and you will know them all.",
            "Two HDMI sockets and a tuner are built in.",
        ),
        goes_with=("game controller", "sofa"),
    ),
)
