from __future__ import annotations

from django.dispatch import Signal

# Sent before an account is erased, inside the transaction that does it. Whoever keeps
# something of a person drops it here; books keep their amounts. Arguments: user.
account_erased = Signal()

# Sent when somebody came in, or proved that an address is theirs: what they did before
# as a guest can be theirs from now on. Arguments: request (None where there is none),
# user, emails (the addresses they have proven, in small letters).
account_recognized = Signal()
