"""Showing how an apply goes on: live on a terminal, as lines into a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from personalize.provisioning.reconciling import Progress
from personalize.provisioning.removing import Leaving
from personalize.provisioning.rendering import render_leaving, render_progress


class Lines:
    """Says what has changed since it spoke last, a line each."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.said: dict[str, str] = {}

    def look(self, progress: Sequence[Progress]) -> None:
        for each in progress:
            if each.note:
                self.say(each.resource.key, f"{each.phase.value}, {each.note}")

    def look_at_leaving(self, leaving: Sequence[Leaving]) -> None:
        for each in leaving:
            self.say(str(each), "is to go")

    def report(self, sentence: str) -> None:
        self.console.print(Text(sentence))

    def say(self, key: str, sentence: str) -> None:
        if self.said.get(key) != sentence:
            self.said[key] = sentence
            self.console.print(Text(f"{key}: {sentence}"), soft_wrap=True)


class LiveTable(Lines):
    """One table, drawn over itself."""

    def __init__(self, console: Console, live: Live) -> None:
        super().__init__(console)
        self.live = live
        self.last: Sequence[Progress] = ()

    def look(self, progress: Sequence[Progress]) -> None:
        self.last = progress
        self.live.update(render_progress(progress))

    def look_at_leaving(self, leaving: Sequence[Leaving]) -> None:
        self.live.update(render_leaving(leaving))

    def report(self, sentence: str) -> None:
        self.live.update(Group(render_progress(self.last), Text(sentence)))


@contextmanager
def open_display(console: Console) -> Iterator[Lines]:
    if not console.is_terminal:
        yield Lines(console)
        return
    with Live(console=console) as live:
        yield LiveTable(console, live)
