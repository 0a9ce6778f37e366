from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sized
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from shop.payments.reconciling import Finding, reconcile


class Command(BaseCommand):
    help = "Compare our payments with the gateways' lists, and complete what is paid."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=2, help="How far to look back.")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        findings = reconcile(days=days)
        if findings:
            Console(file=self.stdout).print(make_table(findings))
        self.stdout.write(f"{count(findings)} in the last {days} days.")


def make_table(findings: Iterable[Finding]) -> Table:
    table = Table("Method", "What", "Order", "Reference", "Ours", "Theirs")
    for finding in findings:
        table.add_row(
            finding.method,
            str(finding.kind.label),
            finding.order,
            finding.reference,
            finding.ours,
            finding.theirs,
        )
    return table


def count(findings: Sized) -> str:
    number = len(findings) or "No"
    return f"{number} difference{'' if number == 1 else 's'}"
