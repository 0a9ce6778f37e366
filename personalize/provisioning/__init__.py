"""Amazon's resources of a shop: planned, made, watched and taken down."""
