from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.shop.factories import make_user
from tests.shop.mobile import log_in, refresh

pytestmark = pytest.mark.django_db(transaction=True)


def refresh_in_thread(token: str) -> int:
    try:
        return int(refresh(token).status_code)
    finally:
        connection.close()


def test_of_many_refreshes_at_once_one_is_answered() -> None:
    token = log_in(make_user().email)["refresh_token"]
    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(refresh_in_thread, [token] * 8))
    assert codes == [200] + [400] * 7
