from __future__ import annotations

from shop.settings.environment import env

# Whether reviews can be read as soon as they are written, not only once staff did.
REVIEWS_PUBLISH_AT_ONCE = env.bool("REVIEWS_PUBLISH_AT_ONCE", default=False)
