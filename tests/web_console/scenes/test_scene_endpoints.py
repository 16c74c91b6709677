# SPDX-License-Identifier: Apache-2.0
"""Scenes over HTTP: public seeds alone, and no file but those that a scene names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from missions.seeds import hidden_seed
from web_console.scenes import endpoints
from web_console.scenes.assets import Asset, Assets
from web_console.server.app import create_app
from web_console.server.settings import Settings


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(home=tmp_path))) as opened:
        yield opened


def test_the_scene_of_a_public_seed_is_given_and_not_sent_twice(client: TestClient) -> None:
    first = client.get("/api/missions/first_drive/scene")
    assert first.status_code == 200
    assert first.json()["robot"] == "turtlebot3_burger"
    assert first.content == client.get("/api/missions/first_drive/scene?seed=1&robot=turtlebot3_burger").content
    again = client.get("/api/missions/first_drive/scene", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        "/api/missions/first_drive/scene?seed=2&robot=turtlebot4", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert other.json()["robot"] == "turtlebot4"


def test_no_scene_tells_of_a_seed_that_is_not_public(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALENCE_HOME", str(tmp_path))
    for seed in (0, 6, -1, 2**63 - 1, 10**30, hidden_seed("first_drive", 0)):
        refused = client.get(f"/api/missions/first_drive/scene?seed={seed}")
        assert refused.status_code == 404
        assert refused.json()["kind"] == "not_found"
        assert "1, 2, 3, 4, 5" in refused.json()["hint"]


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2fcatalog", "first_drive%00", "x" * 5000])
def test_an_unknown_mission_is_not_found(client: TestClient, name: str) -> None:
    assert client.get(f"/api/missions/{name}/scene").status_code == 404


def test_bad_seeds_and_robots_are_refused_with_what_is_allowed(client: TestClient) -> None:
    assert client.get("/api/missions/first_drive/scene?seed=one").status_code == 422
    refused = client.get("/api/missions/first_drive/scene", params={"robot": "submarine" * 500})
    assert (refused.status_code, refused.json()["kind"]) == (422, "wrong_robot")
    assert "turtlebot3_burger" in refused.json()["message"]
    assert len(refused.content) < 1000


def test_pictures_of_scenes_are_given_for_ever(client: TestClient) -> None:
    scene = client.get("/api/missions/line_follow/scene").json()
    (texture_id,) = {
        visual["material"]["texture_id"]
        for entity in scene["entities"]
        for link in entity["links"]
        for visual in link["visuals"]
        if visual["material"]["texture_id"]
    }
    picture = client.get(f"/api/textures/{texture_id}")
    assert picture.status_code == 200
    assert picture.headers["Content-Type"] == "image/png"
    assert "immutable" in picture.headers["Cache-Control"]


def test_meshes_are_given_by_their_id_alone(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asset = Asset("application/octet-stream", b"\0" * 8)
    monkeypatch.setattr(endpoints, "all_assets", lambda: Assets(meshes={asset.id: asset}))
    assert client.get(f"/api/meshes/{asset.id}").content == asset.content
    for wrong in ("0" * 32, "../models/pyramid/meshes/pyramid.obj", "pyramid.obj", asset.id.upper() + "x"):
        assert client.get(f"/api/meshes/{wrong}").status_code == 404
        assert client.get(f"/api/textures/{wrong}").status_code == 404
