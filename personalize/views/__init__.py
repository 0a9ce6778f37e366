"""The HTTP door: what a client sends is validated, acted on, and answered."""
