"""Amazon Personalize on a laptop: the wire protocols of its three services."""
