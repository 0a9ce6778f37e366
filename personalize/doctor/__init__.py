"""What is wrong between the shop and Amazon Personalize, and what mends it."""
