# SPDX-License-Identifier: Apache-2.0
"""What endpoints depend on so that nobody does something too often.

An endpoint that costs something says so where it is registered::

    EPISODES = RateLimit("episodes", burst=10, per_minute=20)

    @router.post("/episodes", dependencies=[Depends(EPISODES)])

and one where something can be guessed takes what it gives, and charges for each wrong guess::

    def log_in(tries: Annotated[Tries, Depends(LOG_IN)]) -> SessionBody:
        ...
        tries.was_wrong()
"""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass

from fastapi import Request
from starlette.requests import HTTPConnection

from web_console.access.guard import Who
from web_console.server.rate_limits import Rate, RateLimits
from web_console.server.refusal import RefusedError

_IPV6_NETWORK = 64


@dataclass(frozen=True)
class Tries:
    """What somebody may still do of something."""

    limits: RateLimits
    name: str
    who: str
    rate: Rate
    wrong_guess: float

    def was_wrong(self) -> None:
        """Takes away what a wrong guess costs."""
        self.limits.charge(self.name, self.who, self.rate, self.wrong_guess)


class RateLimit:
    """A dependency: so often may something be done by a person, or by an address where nobody is logged in."""

    def __init__(
        self, name: str, burst: float, per_minute: float, *, by_address: bool = False, wrong_guess: float = 0
    ) -> None:
        """Makes it.

        Args:
            name: of what is done; limits of one name share their buckets.
            burst: times at once, after a rest.
            per_minute: times a minute, in the long run.
            by_address: counts by address also those who are logged in.
            wrong_guess: how many times more a wrong guess counts.
        """
        self.name = name
        self.rate = Rate(burst, per_minute)
        self.by_address = by_address
        self.wrong_guess = wrong_guess

    def __call__(self, request: Request, who: Who) -> Tries:
        """Counts once more.

        Raises:
            RefusedError: it was too often (429); the body says for how long, and so does `Retry-After`.
        """
        somebody = address(request) if self.by_address or not who.person_id else who.person_id
        limits: RateLimits = request.app.state.rate_limits
        take(limits, self.name, somebody, self.rate)
        return Tries(limits, self.name, somebody, self.rate, self.wrong_guess)


def take(limits: RateLimits, name: str, who: str, rate: Rate) -> None:
    """Counts once more.

    Raises:
        RefusedError: it was too often.
    """
    wait_s = math.ceil(limits.take(name, who, rate))
    if wait_s > 0:
        hint = f"Wait {wait_s} s, and try again." if wait_s > 1 else "Wait a moment, and try again."
        raise RefusedError(429, "too_often", "That was too often in a short time.", hint, retry_after_s=wait_s)


def address(connection: HTTPConnection) -> str:
    """Where a request comes from; of IPv6 the network, for one computer has as many addresses there as it likes."""
    host = connection.client.host if connection.client else ""
    try:
        parsed = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
    return host
