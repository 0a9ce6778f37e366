"""One file a kind of resource: how it is found, made, compared and changed."""
