"""The report of a fiscal year, the pack for the mid-term review, and the progress sheet."""

from exchange.reports.years.frame import Frame, Maker
from exchange.reports.years.plans import PLANS, Plan, whole
from exchange.reports.years.progress import Wanted, progress_sheet

__all__ = ["PLANS", "Frame", "Maker", "Plan", "Wanted", "progress_sheet", "whole"]
