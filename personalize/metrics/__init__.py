"""What the shop knows of its recommendations in numbers, and who hears of them."""
