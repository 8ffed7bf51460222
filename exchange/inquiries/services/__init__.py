"""Verbs on inquiries, and what becomes of their links when somebody leaves."""

from exchange.inquiries.services.correcting import approve_entry, refuse_entry
from exchange.inquiries.services.inquiries import (
    TOPIC,
    Question,
    accept,
    answer,
    answer_by_link,
    ask,
    give_back,
    remind_of_inquiries,
    withdraw,
    write_down,
)
from exchange.inquiries.services.leaving import count_links_of, renew_links_of
from exchange.inquiries.services.mails import LinkPrinter

__all__ = [
    "TOPIC",
    "LinkPrinter",
    "Question",
    "accept",
    "answer",
    "answer_by_link",
    "approve_entry",
    "ask",
    "count_links_of",
    "give_back",
    "refuse_entry",
    "remind_of_inquiries",
    "renew_links_of",
    "withdraw",
    "write_down",
]
