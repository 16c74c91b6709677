# SPDX-License-Identifier: Apache-2.0
"""Makes what the fleet's data rest on: `python -m missions.fleet drive` and `python -m missions.fleet log`.

`drive` really drives every way of the hall in the simulator and writes `driven.json` (some minutes); `log` writes the
fleet's log, the dataset of the mission late_deliveries, from that (some seconds; needs pandas and pyarrow).
"""

from __future__ import annotations

import argparse
import sys

from missions.fleet.driving import Drive
from missions.fleet.measured import FILE, Way, drive_all
from missions.spec import CATALOG

LOG_FOLDER = CATALOG / "late_deliveries" / "data"


def _tell(way: Way, drive: Drive) -> None:
    sys.stdout.write(f"{way}: {drive.took_s:.2f} s, {drive.energy_j:.0f} J, {drive.touches} touches\n")


def main() -> None:
    """Makes what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m missions.fleet", description=__doc__)
    parser.add_argument("what", choices=("drive", "log"))
    if parser.parse_args().what == "drive":
        drive_all(_tell)
        sys.stdout.write(f"Written: {FILE}\n")
        return
    from missions.fleet.log import write_log  # noqa: PLC0415 - needs what only learning needs

    sys.stdout.write(f"Written: {write_log(LOG_FOLDER)}\n")


if __name__ == "__main__":
    main()
