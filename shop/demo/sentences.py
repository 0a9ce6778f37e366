"""What people say who give so many stars."""

from __future__ import annotations

TITLES = {
    5: ("Exactly right", "Would buy it again", "A keeper", "Better than hoped"),
    4: ("Very good", "Well made", "Nearly perfect", "Good value"),
    3: ("It does its job", "Fine, no more", "Good, with a but"),
    2: ("Not what I hoped for", "Looks better than it is", "Too dear for that"),
    1: ("Went back", "Sorry, no", "Did not last"),
}
TEXTS = {
    5: (
        "In use every day since it came, and it still looks new.",
        "The picture does not lie. Quickly here and packed with care.",
        "Bought as a present, and then a second one for myself.",
        "I compared for weeks. This was the right choice.",
        "You notice that somebody has thought about the details.",
    ),
    4: (
        "Solid and nicely finished. One star less for the packaging.",
        "Does what it should. The colour is a little darker than in the picture.",
        "Good material and an honest price. Delivery took a day longer.",
        "Very happy with it; a printed instruction would have been nice.",
    ),
    3: (
        "Not bad, but I expected a little more for the money.",
        "Works. I would look around before buying it again.",
        "Nice to look at, with some rough edges where nobody looks.",
    ),
    2: (
        "It arrived with a scratch, and the finish is uneven.",
        "Feels lighter than it looks. I keep it, but not gladly.",
        "After two weeks the first signs of wear.",
    ),
    1: (
        "Broke at the third use. The return was easy, at least.",
        "Not as described. Sent it back the same day.",
    ),
}
