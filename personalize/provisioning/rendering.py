"""Plans, progress and states as tables for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from personalize.provisioning.costs import Cost
from personalize.provisioning.planning import Action, Plan, Step
from personalize.provisioning.reconciling import Phase, Progress
from personalize.provisioning.removing import Leaving
from personalize.provisioning.statuses import Status

SIGNS = {
    Action.CREATE: ("+", "green"),
    Action.CHANGE: ("~", "yellow"),
    Action.REPLACE: ("±", "yellow"),
    Action.DELETE: ("-", "red"),
    Action.WAIT: ("…", "cyan"),
    Action.KEEP: ("=", "dim"),
}
PHASES = {
    Phase.READY: "green",
    Phase.FAILED: "red",
    Phase.LEFT_OUT: "red",
    Phase.WAITING: "cyan",
    Phase.BLOCKED: "dim",
}
SHOWN = (Phase.WAITING, Phase.FAILED)
# For people; `--json` has all.
METRICS = {
    "coverage": "coverage",
    "mean_reciprocal_rank_at_25": "MRR at 25",
    "normalized_discounted_cumulative_gain_at_10": "NDCG at 10",
    "precision_at_10": "precision at 10",
}
DAY = timedelta(days=1)


def render_plan(plan: Plan, currency: str) -> RenderableType:
    parts: list[RenderableType] = [_render_steps(plan.steps), _summarize(plan)]
    parts += [Text(f"! {each}", style="red") for each in plan.missing]
    parts.append(_render_costs(plan.costs, currency))
    return Group(*parts)


def render_progress(progress: Sequence[Progress]) -> RenderableType:
    """Show what is going on, on however low a screen; the rest is counted."""
    table = _make_table("", "", "")
    for each in progress:
        if each.phase in SHOWN:
            style = PHASES[each.phase]
            phase = Text(each.phase.value, style=style)
            table.add_row(each.resource.key, phase, Text(each.note))
    counts = Counter(each.phase for each in progress)
    told = ", ".join(f"{counts[phase]} {phase}" for phase in Phase if counts[phase])
    return Group(table, Text(told))


def render_leaving(leaving: Iterable[Leaving]) -> Table:
    table = _make_table("waiting to be gone", "name")
    for each in leaving:
        table.add_row(each.kind.label, each.name)
    return table


def render_statuses(statuses: Iterable[Status]) -> Table:
    table = _make_table("resource", "state", "age", "trained", "metrics")
    for each in statuses:
        status = each.state.status or each.state.stage.value
        trained = f"{each.trained_at:%Y-%m-%d %H:%M}" if each.trained_at else ""
        table.add_row(
            each.key,
            Text(
                f"{status} {each.state.reason}".strip(),
                style="green" if each.is_well else "yellow",
            ),
            render_age(each.get_age()),
            trained,
            ", ".join(
                f"{label} {each.metrics[name]:.3f}"
                for name, label in METRICS.items()
                if name in each.metrics
            ),
        )
    return table


def render_age(age: timedelta | None) -> str:
    if age is None:
        return ""
    return f"{age.days} d" if age >= DAY else f"{age.total_seconds() / 3600:.1f} h"


def _render_steps(steps: Sequence[Step]) -> Table:
    table = _make_table("", "resource", "name", "")
    for step in steps:
        sign, style = SIGNS[step.action]
        notes = "\n".join(step.notes) or step.state.status
        table.add_row(
            Text(sign, style=style), Text(step.key, style=style), step.name, Text(notes)
        )
    return table


def _summarize(plan: Plan) -> Text:
    counts = {
        action: sum(step.action is action for step in plan.steps) for action in Action
    }
    told = [f"{number} to {action}" for action, number in counts.items() if number]
    return Text(f"\n{', '.join(told)}.\n")


def _render_costs(costs: Sequence[Cost], currency: str) -> Table:
    """Without prices there is nothing to say in money."""
    has_prices = any(each.price is not None for each in costs)
    money = [currency or "amount"] if has_prices else []
    table = _make_table("cost", "quantity", "unit", *money, "")
    for each in costs:
        period = "a month" if each.is_monthly else "once"
        amount = "" if each.amount is None else f"{each.amount:,.2f}"
        quantity = f"{each.quantity:,g}" if each.quantity else ""
        amounts = [amount] if has_prices else []
        table.add_row(each.what, quantity, f"{each.unit} {period}", *amounts, each.note)
    return table


def _make_table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
