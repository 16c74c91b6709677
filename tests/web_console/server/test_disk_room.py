# SPDX-License-Identifier: Apache-2.0
"""A disk that is nearly full takes no more recordings, and still what people type."""

from __future__ import annotations

import pytest

from tests.web_console.console import Console
from web_console.server import disk_room


def test_on_a_disk_that_is_nearly_full_nothing_is_run_and_programs_are_kept(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_room, "LEFT_FREE_BYTES", 10**18)
    ada = console.learner(console.school_class())
    made = ada.post("/api/missions/first_drive/programs", json={"name": "mine", "tier": "code", "text": "x = 1\n"})
    assert made.status_code == 201
    for path, asked in (("/api/episodes", {"seed": 1}), ("/api/submissions", {"version": 1})):
        refused = ada.post(path, json={"program_id": made.json()["id"], **asked})
        assert (refused.status_code, refused.json()["kind"]) == (507, "disk_nearly_full")
        assert "What you type is still kept" in refused.json()["message"]
    assert ada.get("/api/episodes").json() == {"episodes": []}
    save = {"base": 1, "tier": "code", "text": "x = 2\n", "kind": "autosave"}
    assert ada.put(f"/api/programs/{made.json()['id']}/document", json=save).status_code == 200
