"""What are the figures? Boards, reports, files and drill-down read these, and nothing else."""

from onqueue.insight.queries.agents import agent_figures
from onqueue.insight.queries.behind import contacts_behind
from onqueue.insight.queries.counting import Within
from onqueue.insight.queries.days import days_counted
from onqueue.insight.queries.figures import FIGURES
from onqueue.insight.queries.queues import ALL, all_queues, live_stats, queue_figures
from onqueue.insight.queries.verify import verify

__all__ = [
    "ALL",
    "FIGURES",
    "Within",
    "agent_figures",
    "all_queues",
    "contacts_behind",
    "days_counted",
    "live_stats",
    "queue_figures",
    "verify",
]
