from __future__ import annotations

import pytest

from personalize.backends.base import Query
from personalize.backends.locmem import LocMemBackend
from personalize.enums import UseCase
from tests.personalize.backend_tests import STRANGER, NarrowingTests

pytestmark = pytest.mark.django_db


class TestConformance(NarrowingTests):
    @pytest.fixture
    def backend(self) -> LocMemBackend:
        return LocMemBackend(answers={"best-sellers": ["a", "b", "c", "d"]})

    @pytest.fixture
    def query(self) -> Query:
        return Query(use_case=UseCase.BEST_SELLERS, visitor=STRANGER)
