"""Budgets of visits: lines by 節 and payer, amounts, fiscal years, participants' own shares."""
