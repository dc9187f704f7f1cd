"""Settings of a server: from the environment, checked, and what follows from them."""

from __future__ import annotations

from dataclasses import fields

import pytest

from kg.errors import InputError
from kg.settings import EXPECTED, STRANGERS_RATE, ServerSettings, read_server_settings


def test_every_setting_has_a_variable() -> None:
    assert set(EXPECTED) == {field.name for field in fields(ServerSettings)} - {"local_token"}
    assert read_server_settings({}) == ServerSettings()
    assert read_server_settings(
        {
            "PARLEY_HOST": "::",
            "PARLEY_PRIVATE": "Yes",
            "PARLEY_ALLOWED_HOSTS": "parley.example.org, 10.0.0.7",
            "PARLEY_CORS_ORIGINS": "https://a.example http://localhost:3000",
            "PARLEY_RATE": "60",
            "PARLEY_LARGEST_BODY": "2048",
            "PARLEY_QUERY_SECONDS": "2.5",
            "PARLEY_QUERY_MEMORY": "256",
            "PARLEY_QUERY_ROWS": "10",
            "PARLEY_WORKERS": "4",
            "PARLEY_ANALYSIS_SECONDS": "20",
            "PARLEY_ANALYSIS_MEMORY": "512",
            "PARLEY_ALLOW_FETCH": "on",
            "PARLEY_LOCAL_TOKEN": "never from outside",
        }
    ) == ServerSettings(
        host="::",
        private=True,
        allowed_hosts=("parley.example.org", "10.0.0.7"),
        cors_origins=("https://a.example", "http://localhost:3000"),
        rate=60,
        largest_body=2048,
        query_seconds=2.5,
        query_memory=256,
        query_rows=10,
        workers=4,
        analysis_seconds=20.0,
        analysis_memory=512,
        allow_fetch=True,
    )


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        (
            "PARLEY_QUERY_SECONDS",
            "soon",
            "a number of seconds above 0 in query_seconds (PARLEY_QUERY_SECONDS), got 'soon'",
        ),
        (
            "PARLEY_ANALYSIS_SECONDS",
            "0",
            "a number of seconds above 0 in analysis_seconds (PARLEY_ANALYSIS_SECONDS), got 0.0",
        ),
        ("PARLEY_QUERY_SECONDS", "nan", "a number of seconds above 0 in query_seconds (PARLEY_QUERY_SECONDS), got nan"),
        ("PARLEY_WORKERS", "0", "a whole number of processes, at least 1 in workers (PARLEY_WORKERS), got 0"),
        ("PARLEY_RATE", "1.5", "a whole number of requests a minute, at least 1 in rate (PARLEY_RATE), got '1.5'"),
        ("PARLEY_ALLOW_FETCH", "maybe", "yes or no in allow_fetch (PARLEY_ALLOW_FETCH), got 'maybe'"),
        (
            "PARLEY_ALLOWED_HOSTS",
            "http://a.example",
            "names or addresses without http:// and port, such as parley.example.org in allowed_hosts"
            " (PARLEY_ALLOWED_HOSTS), got 'http://a.example'",
        ),
        (
            "PARLEY_CORS_ORIGINS",
            "https://a.example/page",
            "origins such as https://example.org (no path), or * alone for every page there is in cors_origins"
            " (PARLEY_CORS_ORIGINS), got 'https://a.example/page'",
        ),
        (
            "PARLEY_CORS_ORIGINS",
            "https://a.example *",
            "origins such as https://example.org (no path), or * alone for every page there is in cors_origins"
            " (PARLEY_CORS_ORIGINS), got '*'",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_is_said(variable: str, value: str, complaint: str) -> None:
    with pytest.raises(InputError) as refused:
        read_server_settings({variable: value})
    assert str(refused.value) == f"expected {complaint}"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "localhost", "LOCALHOST", "::1"])
def test_this_machine_reads_freely(host: str) -> None:
    settings = ServerSettings(host=host)
    assert (settings.needs_key_to_read, settings.requests_per_minute) == (False, None)
    assert ServerSettings(host=host, private=True).needs_key_to_read
    assert ServerSettings(host=host, rate=7).requests_per_minute == 7


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "localhost.example"])
def test_other_machines_need_a_key_and_take_turns(host: str) -> None:
    settings = ServerSettings(host=host)
    assert (settings.needs_key_to_read, settings.requests_per_minute) == (True, STRANGERS_RATE)
    assert ServerSettings(host=host, rate=7).requests_per_minute == 7
