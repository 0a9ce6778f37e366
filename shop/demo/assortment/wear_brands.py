from __future__ import annotations

from shop.demo.assortment.brands import Brand

BRANDS = (
    Brand(
        "Norrvik",
        "1.25",
        "boots coats-knits camping snow-water bags-travel",
        "Fjell Varg Skare Lunde Tinde Brekke Storm Sund Rimfrost",
        "Tested on the rainy west coast where Norrvik is at home.",
    ),
    Brand(
        "Kestrelow",
        "1.0",
        "running-shoes boots tops camping ball-games bags-travel hats-eyewear",
        "Hover Talon Ridge Updraft Scout Glide Perch Harrier Crest",
        "Kestrelow repairs it for you, for as long as you own it.",
    ),
    Brand(
        "Fleetmoor",
        "0.9",
        "running-shoes tops ball-games wheels",
        "Dash Tempo Sprint Relay Pulse Rally Swift Kick Volt",
        "Developed together with amateur clubs, and priced for them.",
    ),
    Brand(
        "Aukari",
        "1.3",
        "running-shoes tops swimwear ball-games snow-water",
        "Kaze Mizu Sora Hayate Nami Rai Tsuki Asa Hoshi",
        "Aukari leaves out whatever an athlete does not need.",
    ),
    Brand(
        "Quickmarrow",
        "0.75",
        "running-shoes sandals swimwear ball-games tops",
        "One Basic Active Match Start Move Easy Free Go",
        "Sound basics at a price that leaves room for the next hobby.",
    ),
    Brand(
        "Tellino",
        "1.4",
        "smart-shoes sandals bags-travel watches-jewellery boots",
        "Aria Vittoria Lucca Ottavia Siena Renata Corso Livia Dora",
        "Finished by hand in a family workshop of eleven people.",
    ),
    Brand(
        "Marlowe Finch",
        "1.2",
        "smart-shoes coats-knits hats-eyewear bags-travel watches-jewellery",
        "Albion Grafton Pembury Hatton Regent Ludlow Clifton Savoy Temple",
        "A quiet classic that will look right in twenty years.",
    ),
    Brand(
        "Mirella Vance",
        "1.5",
        "smart-shoes jeans-dresses bags-travel watches-jewellery make-up-hair",
        "Celeste Noemi Isola Allegra Serena Fiora Velia Amara Lucia",
        "It comes in the linen-covered gift box of the house.",
    ),
    Brand(
        "Otterby",
        "0.8",
        "boots tops jeans-dresses coats-knits sandals hats-eyewear",
        "Brook Reed Pebble Willow Marsh Harbour Burrow Drift Kelp",
        "Made for every day, by people with better things to worry about.",
    ),
    Brand(
        "Thistle Lane",
        "0.95",
        "tops jeans-dresses coats-knits swimwear sandals smart-shoes",
        "Heather Isla Maisie Skye Elspeth Flora Iona Bonnie Catrin",
        "Designed in small runs, so that you will not meet it everywhere.",
    ),
    Brand(
        "Ondara",
        "1.0",
        "swimwear sandals hats-eyewear snow-water jeans-dresses",
        "Marea Cala Brisa Playa Ola Faro Costa Duna Isleta",
        "Part of every sale goes to cleaning beaches.",
    ),
    Brand(
        "Bluecombe",
        "0.75",
        "jeans-dresses tops swimwear hats-eyewear watches-jewellery",
        "Daisy Riley Frankie Sunny Billie Robin Charlie Jamie Sidney",
        "Friendly design at a friendly price.",
    ),
)
