"""Settings of the shop. Every variable read here is described in .env.example."""

from __future__ import annotations

from shop.settings.accounts import *
from shop.settings.api import *
from shop.settings.base import *
from shop.settings.environment import DEBUG
from shop.settings.languages import *
from shop.settings.media import *
from shop.settings.newsletter import *
from shop.settings.orders import *
from shop.settings.payments import *
from shop.settings.production import refuse_to_start_without_secrets
from shop.settings.recommendations import *
from shop.settings.reviews import *
from shop.settings.security import *
from shop.settings.services import *
from shop.settings.tasks import *

if not DEBUG:
    refuse_to_start_without_secrets()
