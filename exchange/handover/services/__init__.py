"""Verbs of handing over: move what is open, plan the end of an account, end it."""

from exchange.handover.services.alone import end_ahead, end_alone
from exchange.handover.services.ending import (
    END,
    HandoverPlan,
    call_off,
    end_account,
    finish,
    plan_handover,
)
from exchange.handover.services.moving import move_all, move_chosen
from exchange.handover.services.own import OwnData, take_own_data
from exchange.handover.services.packing import Pack, note_pack, pack_of

__all__ = [
    "END",
    "HandoverPlan",
    "OwnData",
    "Pack",
    "call_off",
    "end_account",
    "end_ahead",
    "end_alone",
    "finish",
    "move_all",
    "move_chosen",
    "note_pack",
    "pack_of",
    "plan_handover",
    "take_own_data",
]
