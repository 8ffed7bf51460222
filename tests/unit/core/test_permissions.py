"""Who may do what."""

import pytest

from exchange.core.permissions import PERMISSIONS, Actor, Role, system_actor

#: Permission -> the roles that hold it, written the other way round than the policy itself.
HOLDERS: dict[str, set[Role]] = {
    "account:own": set(Role),
    "activities:edit": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "audit:read": {Role.ADMINISTRATOR, Role.MANAGER},
    "bases:publish": {Role.MANAGER},
    "budgets:edit": {Role.COORDINATOR, Role.MANAGER},
    "budgets:read": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "celebrations:edit": {Role.COORDINATOR, Role.MANAGER},
    "celebrations:publish": {Role.MANAGER},
    "celebrations:read": set(Role) - {Role.SCHOOL},
    "changes:answer": {Role.COORDINATOR, Role.MANAGER},
    "claims:read": set(Role) - {Role.SCHOOL},
    "closures:edit": {Role.COORDINATOR, Role.MANAGER},
    "closures:read": set(Role) - {Role.SCHOOL},
    "consent_texts:edit": {Role.COORDINATOR, Role.MANAGER},
    "corrections:approve": {Role.MANAGER},
    "corrections:enter": {Role.COORDINATOR, Role.MANAGER},
    "desk:read": {Role.SCHOOL},
    "desk:register": {Role.SCHOOL},
    "duplicates:decide": {Role.COORDINATOR, Role.MANAGER},
    "editions:edit": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "editions:read": set(Role) - {Role.SCHOOL},
    "feeds:own": set(Role),
    "gifts:edit": {Role.COORDINATOR, Role.MANAGER},
    "gifts:read": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "handover:edit": {Role.MANAGER},
    "health:read": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "home:read": set(Role) - {Role.SCHOOL},
    "hosts:edit": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "hosts:purge": {Role.MANAGER},
    "hosts:read": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "indicators:read": set(Role) - {Role.SCHOOL},
    "inquiries:answer": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "inquiries:ask": {Role.COORDINATOR, Role.MANAGER},
    "inquiries:read": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "itinerary:read": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "jobs:edit": {Role.ADMINISTRATOR},
    "jobs:read": {Role.ADMINISTRATOR},
    "ledger:read": {Role.COORDINATOR, Role.MANAGER},
    "letters:edit": {Role.COORDINATOR, Role.MANAGER},
    "letters:read": {Role.COORDINATOR, Role.MANAGER},
    "members:read": {Role.COORDINATOR, Role.MANAGER},
    "messages:write": {Role.COORDINATOR, Role.MANAGER},
    "outbox:read": {Role.ADMINISTRATOR, Role.COORDINATOR, Role.MANAGER},
    "partners:edit": {Role.COORDINATOR, Role.MANAGER},
    "passports:read": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "programmes:edit": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "progress:read": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "promises:edit": {Role.COORDINATOR, Role.MANAGER},
    "promises:read": {Role.COORDINATOR, Role.MANAGER},
    "pupils:care": {Role.MANAGER},
    "pupils:disclose": {Role.COORDINATOR, Role.MANAGER},
    "pupils:erase": {Role.MANAGER},
    "registrations:decide": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "registrations:read": {Role.SECTION, Role.COORDINATOR, Role.MANAGER},
    "reports:read": {Role.COORDINATOR, Role.MANAGER},
    "rules:lock": {Role.MANAGER},
    "schools:edit": {Role.COORDINATOR, Role.MANAGER},
    "search:read": set(Role),
    "tasks:edit": set(Role) - {Role.SCHOOL, Role.VIEWER},
    "users:edit": {Role.ADMINISTRATOR},
    "visits:edit": {Role.COORDINATOR, Role.MANAGER},
    "visits:publish": {Role.MANAGER},
    "visits:read": set(Role) - {Role.SCHOOL},
    "years:close": {Role.MANAGER},
}


def test_every_role_has_its_permissions_and_every_permission_is_held() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert set().union(*PERMISSIONS.values()) == set(HOLDERS)


@pytest.mark.parametrize("permission", sorted(HOLDERS))
def test_a_permission_is_held_by_these_roles_and_no_other(permission: str) -> None:
    holders = {role for role in Role if Actor(None, role, "x").may(permission)}
    assert holders == HOLDERS[permission]


def test_a_command_or_a_job_may_do_everything() -> None:
    assert system_actor("exchange work").may("no:such")


def test_a_viewer_reads_no_personal_data() -> None:
    personal = {
        "members:read",
        "itinerary:read",
        "registrations:read",
        "participations:read",
        "audit:read",
    }
    assert PERMISSIONS[Role.VIEWER] & personal == set()
