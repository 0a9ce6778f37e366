"""What is wrong between a shop and Amazon Personalize, and what mends it."""
