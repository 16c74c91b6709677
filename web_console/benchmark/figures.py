# SPDX-License-Identifier: Apache-2.0
"""Figures of the console: from a click to the robot's movement, from a key to what is saved, frames, memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from missions.benchmark.figure import Figure
from missions.benchmark.memory import proportional_bytes
from web_console.benchmark.open_console import OpenConsole, learner_at, open_browser, open_console

if TYPE_CHECKING:
    from playwright.sync_api import Page

MISSION = "first_drive"
_PROGRAM = "def drive(robot):\n    while robot.running:\n        robot.move(0.15, 0.4)\n"
_WATCHED_S = 5.0
_LONGEST_MS = 60_000

# The view marks the moment at which it first draws the robot elsewhere than at the beginning (`MOVED` there).
_MOVED = "valence:robot-moved"

_FROM_CLICK = f"""
() => new Promise((tell) => {{
  performance.clearMarks("{_MOVED}");
  const run = [...document.querySelectorAll("button")].find((one) => /^(Run|Run again)$/.test(one.innerText.trim()));
  const clicked = performance.now();
  run.click();
  const look = () => {{
    const moved = performance.getEntriesByName("{_MOVED}").at(-1);
    if (moved) tell((moved.startTime - clicked) / 1000);
    else requestAnimationFrame(look);
  }};
  look();
}})
"""

# From the key to the moment at which the page says that it is saved, and not before it has said that it is not.
_WATCH_SAVING = """
() => {
  window.keyToSaved = new Promise((tell) => {
    let pressed = null;
    let unsaved = false;
    addEventListener("keydown", () => { pressed ??= performance.now(); }, { capture: true, once: true });
    new MutationObserver(() => {
      if (pressed === null) return;
      const saved = document.querySelector('[data-save-state="saved"]') !== null;
      if (!saved) unsaved = true;
      else if (unsaved) tell((performance.now() - pressed) / 1000);
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}
"""

_FRAMES = """
(seconds) => new Promise((tell) => {
  const begun = performance.now();
  let frames = 0;
  const count = (now) => {
    frames += 1;
    if (now - begun < seconds * 1000) requestAnimationFrame(count);
    else tell(frames / ((now - begun) / 1000));
  };
  requestAnimationFrame(count);
})
"""


def console_figures(rounds: int, episodes: int) -> Iterator[Figure]:
    """Measures the console in a browser.

    Args:
        rounds: how often each time is taken; the best counts, but for the first run of the day.
        episodes: how many are watched for the growth of memory.

    Raises:
        NoBrowserError: there is no browser, or no console.
    """
    with open_browser() as browser, open_console() as console:
        page = learner_at(browser, console, MISSION, _PROGRAM)
        first_s = _run_s(page)
        frames_hz = float(page.evaluate(_FRAMES, _WATCHED_S))
        _stop(page)
        warm_s = min(_again(page) for _ in range(rounds))
        yield Figure(
            name="run_warm",
            what="click on Run to the robot's first movement in the browser, processes warm",
            value=round(warm_s, 3),
            unit="s",
            goal=1.5,
        )
        yield Figure(
            name="run_first",
            what="the same for the first run after the server's start",
            value=round(first_s, 3),
            unit="s",
            goal=4.0,
        )
        yield Figure(
            name="key_to_saved",
            what="keystroke to saved",
            value=round(min(_saved_s(page) for _ in range(rounds)), 3),
            unit="s",
            goal=1.0,
        )
        yield Figure(
            name="frames",
            what="frames a second of the page with the 3D view of one robot, drawn by the processor",
            value=round(frames_hz, 1),
            unit="Hz",
            bound="at_least",
            details={"renderer": _renderer(page), "of": 60},
        )
        yield _growth(page, episodes)
        yield _server_memory(console)


def _run_s(page: Page) -> float:
    page.get_by_role("button", name="Run", exact=True).wait_for()
    return float(page.evaluate(_FROM_CLICK))


def _stop(page: Page) -> None:
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Run", exact=True).wait_for(timeout=_LONGEST_MS)


def _again(page: Page) -> float:
    took_s = _run_s(page)
    _stop(page)
    return took_s


def _saved_s(page: Page) -> float:
    page.evaluate(_WATCH_SAVING)
    page.locator(".cm-content").click()
    page.keyboard.press("End")
    page.keyboard.type("#")
    return float(page.evaluate("() => window.keyToSaved"))


def _growth(page: Page, episodes: int) -> Figure:
    """What the page's memory grows by an episode, after the first ones."""
    session = page.context.new_cdp_session(page)

    def heap_mb() -> float:
        session.send("HeapProfiler.collectGarbage")
        used: float = session.send("Runtime.getHeapUsage")["usedSize"]
        return used / 1e6

    sizes = []
    for _ in range(episodes):
        _again(page)
        sizes.append(round(heap_mb(), 1))
    # By then the list of episodes is as long as it gets, and what the page does often is compiled.
    settled = sizes[min(2 * len(sizes) // 3, len(sizes) - 2) :]
    grown_mb = (settled[-1] - settled[0]) / (len(settled) - 1)
    details: dict[str, Any] = {"heap_mb": sizes}
    return Figure(
        name="heap_growth",
        what=f"growth of the page's memory an episode, over {len(settled)} episodes",
        value=round(grown_mb, 3),
        unit="MB",
        goal=0.5,
        details=details,
    )


def _server_memory(console: OpenConsole) -> Figure:
    # Episodes and grading have processes of their own, which other figures count.
    sizes = {name: size for name, size in proportional_bytes(console.pid).items() if name == "command_line"}
    return Figure(
        name="console_memory",
        what="memory of the console itself, after all of this",
        value=round(sum(sizes.values()) / 1e6, 1),
        unit="MB",
        goal=200.0,
    )


def _renderer(page: Page) -> str:
    code = """() => {
      const gl = document.createElement("canvas").getContext("webgl2");
      if (!gl) return "none";
      const info = gl.getExtension("WEBGL_debug_renderer_info");
      return String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    }"""
    return str(page.evaluate(code))
