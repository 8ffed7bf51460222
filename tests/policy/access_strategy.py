"""Who may open what of the strategy, its activities, and the inquiries to sections."""

from typing import Final

from tests.policy.access_roles import DIVISION, EVERYONE, MANAGER, OFFICERS, STAFF, Roles

STRATEGY: Final[dict[str, Roles | None]] = {
    "figures.hand_in": EVERYONE,
    "figures.show": EVERYONE,
    "inquiries.approve_correction": MANAGER,
    "inquiries.correction": DIVISION,
    "inquiries.drop": DIVISION,
    "inquiries.enter": OFFICERS,
    "inquiries.index": OFFICERS,
    "inquiries.new": DIVISION,
    "inquiries.record": DIVISION,
    "inquiries.refuse_correction": DIVISION,
    "inquiries.save_record": DIVISION,
    "inquiries.send": DIVISION,
    "inquiries.send_back": DIVISION,
    "inquiries.show": OFFICERS,
    "inquiries.source": OFFICERS,
    "inquiries.take": DIVISION,
    "strategy.activities": STAFF,
    "strategy.activities_workbook": STAFF,
    "strategy.activity": STAFF,
    "strategy.add_document": DIVISION,
    "strategy.add_version": DIVISION,
    "strategy.correct": OFFICERS,
    "strategy.document": STAFF,
    "strategy.document_file": STAFF,
    "strategy.edit_activity": OFFICERS,
    "strategy.edit_document": DIVISION,
    "strategy.end_document": DIVISION,
    "strategy.index": EVERYONE,
    "strategy.log": OFFICERS,
    "strategy.measure": EVERYONE,
    "strategy.new_activity": OFFICERS,
    "strategy.new_document": DIVISION,
    "strategy.photo": EVERYONE,
    "strategy.project": EVERYONE,
    "strategy.revise_document": DIVISION,
    "strategy.withdraw": OFFICERS,
}
