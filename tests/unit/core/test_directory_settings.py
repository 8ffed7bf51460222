"""The settings of the city's directory, and of who may still use a password."""

from pathlib import Path

import pytest

from config import Directory, Settings, SettingsError, load_settings

ISSUER = "https://login.city.example/realms/staff"
ALL = {
    "EXCHANGE_OIDC_ISSUER": ISSUER,
    "EXCHANGE_OIDC_CLIENT_ID": "exchange",
    "EXCHANGE_OIDC_CLIENT_SECRET": "a secret",
}
OFF = {"EXCHANGE_STAFF_PASSWORDS": "off", "EXCHANGE_BREAK_GLASS": " Admin@City.example "}


def load(tmp_path: Path, environ: dict[str, str]) -> Settings:
    return load_settings({"EXCHANGE_INSTANCE_DIR": str(tmp_path), **environ})


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, None),
        (ALL, Directory(ISSUER, "exchange", "a secret")),
        (
            ALL
            | {
                "EXCHANGE_OIDC_ISSUER": "http://127.0.0.1:9000",
                "EXCHANGE_OIDC_NAME": "熊本市職員認証",
                "EXCHANGE_OIDC_ACR": "urn:city:two  urn:city:three",
                "EXCHANGE_OIDC_SECOND_FACTOR": "trust",
            },
            Directory(
                "http://127.0.0.1:9000",
                "exchange",
                "a secret",
                name="熊本市職員認証",
                acr_values=("urn:city:two", "urn:city:three"),
                trusted=True,
            ),
        ),
    ],
    ids=["none", "least", "everything"],
)
def test_the_directory_is_set_up_whole_or_not(
    tmp_path: Path, environ: dict[str, str], expected: Directory | None
) -> None:
    assert load(tmp_path, environ).directory == expected


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"EXCHANGE_OIDC_ISSUER": ISSUER}, "EXCHANGE_OIDC_CLIENT_ID"),
        ({**ALL, "EXCHANGE_OIDC_CLIENT_SECRET": ""}, "EXCHANGE_OIDC_CLIENT_SECRET"),
        ({**ALL, "EXCHANGE_OIDC_ISSUER": "http://login.city.example"}, "EXCHANGE_OIDC_ISSUER"),
        ({**ALL, "EXCHANGE_OIDC_ISSUER": "https:///realms"}, "EXCHANGE_OIDC_ISSUER"),
        ({**ALL, "EXCHANGE_OIDC_SECOND_FACTOR": "on"}, "EXCHANGE_OIDC_SECOND_FACTOR"),
        (OFF, "EXCHANGE_OIDC_ISSUER"),
        ({**ALL, "EXCHANGE_STAFF_PASSWORDS": "off"}, "EXCHANGE_BREAK_GLASS"),
        ({**ALL, **OFF, "EXCHANGE_BREAK_GLASS": "the administrator"}, "EXCHANGE_BREAK_GLASS"),
        ({"EXCHANGE_STAFF_PASSWORDS": "no"}, "EXCHANGE_STAFF_PASSWORDS"),
    ],
)
def test_half_a_directory_is_refused_by_name(
    tmp_path: Path, environ: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        load(tmp_path, environ)


def test_passwords_of_staff_are_off_but_for_one(tmp_path: Path) -> None:
    assert load(tmp_path, {**ALL, "EXCHANGE_BREAK_GLASS": "admin@city.example"}).break_glass is None
    assert load(tmp_path, ALL | OFF).break_glass == "admin@city.example"
