# SPDX-License-Identifier: Apache-2.0
"""How often somebody may do something: token buckets, in memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_MOST_BUCKETS = 20_000


@dataclass(frozen=True)
class Rate:
    """How often something may be done.

    Attributes:
        burst: times at once, after a rest.
        per_minute: times a minute, in the long run.
    """

    burst: float
    per_minute: float


@dataclass
class _Bucket:
    level: float
    at_s: float


class RateLimits:
    """The buckets of everybody. The one that was not used for the longest time is forgotten first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Makes it, with all buckets full.

        Args:
            clock: seconds that never go back.
        """
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()

    def take(self, name: str, who: str, rate: Rate) -> float:
        """Takes one token if there is one.

        Args:
            name: of what is done.
            who: does it, such as an address.
            rate: that it may be done at.

        Returns:
            0 if it may be done now, or else the seconds after which it may.
        """
        with self._lock:
            bucket = self._bucket(name, who, rate)
            if bucket.level >= 1:
                bucket.level -= 1
                return 0.0
            return (1 - bucket.level) * 60 / rate.per_minute

    def charge(self, name: str, who: str, rate: Rate, tokens: float) -> None:
        """Takes more tokens afterwards, for what turned out to be a wrong guess.

        Args:
            name: of what is done.
            who: does it.
            rate: that it may be done at.
            tokens: to take; a bucket owes no more than it holds.
        """
        with self._lock:
            bucket = self._bucket(name, who, rate)
            bucket.level = max(bucket.level - tokens, -rate.burst)

    def _bucket(self, name: str, who: str, rate: Rate) -> _Bucket:
        now_s = self._clock()
        key = (name, who)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(rate.burst, now_s)
            if len(self._buckets) > _MOST_BUCKETS:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        bucket.level = min(rate.burst, bucket.level + (now_s - bucket.at_s) * rate.per_minute / 60)
        bucket.at_s = now_s
        return bucket
