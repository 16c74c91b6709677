# SPDX-License-Identifier: Apache-2.0
"""Episodes have ROS graphs of their own: many at once do not see each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from missions.episode import graph

GRAPHS = {"namespaces": 20, "domains": 6}

# Says "up" when its own loop is closed, goes on publishing until told to end, then prints whom it heard.
WHO = """
import select, sys, rclpy
from std_msgs.msg import String
me = sys.argv[1]
rclpy.init()
node = rclpy.create_node("who", start_parameter_services=False)
heard = set()
publisher = node.create_publisher(String, "/who", 10)
node.create_subscription(String, "/who", lambda message: heard.add(message.data), 10)
told = False
while True:
    publisher.publish(String(data=me))
    rclpy.spin_once(node, timeout_sec=0.05)
    if me in heard and not told:
        told = True
        print("up", flush=True)
    if select.select([sys.stdin], [], [], 0)[0]:
        break
print(sorted(heard), flush=True)
"""


@pytest.mark.parametrize("kind", ["namespaces", "domains"])
def test_graphs_at_once_hear_only_themselves(kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if kind == "namespaces" and not graph.namespaces_work():
        pytest.skip("bubblewrap can't make network namespaces on this machine")
    monkeypatch.setattr(graph, "namespaces_work", lambda: kind == "namespaces")
    monkeypatch.setenv("VALENCE_HOME", str(tmp_path))
    graphs = [graph.open_graph() for _ in range(GRAPHS[kind])]
    processes = [
        subprocess.Popen(
            [*one.prefix, sys.executable, "-c", WHO, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=one.environment,
            text=True,
        )
        for number, one in enumerate(graphs)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "up\n"
        # All have been publishing at the same time now; end them and ask whom they heard.
        for number, process in enumerate(processes):
            out, _ = process.communicate("end\n", timeout=60)
            assert out == f"['{number}']\n"
    finally:
        for process in processes:
            process.kill()
            process.wait()
        for one in graphs:
            one.close()


def test_a_domain_is_given_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(graph, "namespaces_work", lambda: False)
    monkeypatch.setattr(graph, "_FREE_DOMAINS", range(98, 100))  # which no other test takes
    monkeypatch.setenv("VALENCE_HOME", str(tmp_path))
    first = graph.open_graph()
    second = graph.open_graph()
    assert first.environment["ROS_DOMAIN_ID"] != second.environment["ROS_DOMAIN_ID"]
    first.close()
    third = graph.open_graph()
    assert third.environment["ROS_DOMAIN_ID"] == first.environment["ROS_DOMAIN_ID"]
    second.close()
    third.close()


def test_when_every_domain_is_taken_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(graph, "namespaces_work", lambda: False)
    monkeypatch.setattr(graph, "_FREE_DOMAINS", range(100, 102))
    monkeypatch.setenv("VALENCE_HOME", str(tmp_path))
    held = [graph.open_graph(), graph.open_graph()]
    with pytest.raises(graph.NoGraphError, match="All 2 ROS domains"):
        graph.open_graph()
    for one in held:
        one.close()


def test_an_asked_for_domain_is_used_as_it_is() -> None:
    opened = graph.open_graph(42)
    assert opened.prefix == ()
    assert opened.environment["ROS_DOMAIN_ID"] == "42"
    assert opened.environment["ROS_AUTOMATIC_DISCOVERY_RANGE"] == "LOCALHOST"
