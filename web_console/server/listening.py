# SPDX-License-Identifier: Apache-2.0
"""Where the server listens, and who can reach it there."""

from __future__ import annotations

import errno
import ipaddress
import socket
from contextlib import suppress
from dataclasses import dataclass, replace

from web_console.server.callers import ANY_ADDRESS
from worlds.errors import HintedError

LOOPBACK = "localhost"
_OURS = ("localhost", "127.0.0.1", "[::1]")
# Where a router would be asked for the way out: nothing is sent there (RFC 5737, 3, and RFC 3849).
_SOMEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


class CannotListenError(HintedError):
    """The server can't listen there."""


@dataclass(frozen=True)
class Listening:
    """Sockets that listen.

    Attributes:
        sockets: of the server.
        address: to open in a browser on this machine.
        addresses_for_others: to open on other machines; empty if none can reach it.
        allowed_hosts: names under which it may be called.
    """

    sockets: list[socket.socket]
    address: str
    addresses_for_others: tuple[str, ...]
    allowed_hosts: tuple[str, ...]

    @property
    def port(self) -> int:
        """Where all of its sockets listen."""
        port: int = self.sockets[0].getsockname()[1]
        return port

    def behind(self, name: str) -> Listening:
        """Says how it is reached through a proxy with HTTPS that passes on to it.

        Args:
            name: of the proxy's machine, with a port or without.
        """
        host = name.rpartition(":")[0] or name
        return replace(self, address=f"https://{name}", allowed_hosts=(*self.allowed_hosts, host))

    def close(self) -> None:
        """Closes the sockets."""
        for one in self.sockets:
            one.close()


def listen(host: str, port: int) -> Listening:
    """Begins to listen; whoever comes now waits until somebody answers.

    Args:
        host: name or address of this machine; `0.0.0.0` or `::` for all of its addresses.
        port: 1 to 65535, or 0 for one that is free.

    Raises:
        CannotListenError: it can't be, with what to do.
    """
    sockets: list[socket.socket] = []
    try:
        for family, address in _addresses(host):
            try:
                sockets.append(_listener(family, address, sockets[0].getsockname()[1] if sockets else port))
            except OSError as error:
                # `localhost` is two addresses, of which a machine without IPv6 has one.
                if not sockets or error.errno == errno.EADDRINUSE:
                    raise
    except (OSError, ValueError) as error:  # a name that can't even be asked for is a ValueError
        for one in sockets:
            one.close()
        raise _cannot_listen(host, port, error) from error
    return _described(host, sockets)


def _addresses(host: str) -> list[tuple[int, str]]:
    if not host:
        raise ValueError("no name")
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    addresses = {(int(family), str(place[0])) for family, _, _, _, place in found}
    if host == LOOPBACK:
        addresses = {(int(socket.AF_INET), "127.0.0.1"), (int(socket.AF_INET6), "::1")}
    return sorted(addresses)  # IPv4 first


def _listener(family: int, address: str, port: int) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, address != "::")
        one.bind((address, port))
        one.listen()
    except OSError:
        one.close()
        raise
    return one


def _cannot_listen(host: str, port: int, error: OSError | ValueError) -> CannotListenError:
    if isinstance(error, (ValueError, socket.gaierror)) or error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return CannotListenError(
            f"“{ascii(host)[1:-1][:100]}” is no name or address of this machine.",
            "Give one that it has, or --host 0.0.0.0 for all of them.",
        )
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        hint = f"Choose another one: `./valence up --port {other}` (0 takes one that is free)."
        return CannotListenError(f"Port {port} is taken by another program.", hint)
    if error.errno == errno.EACCES:
        return CannotListenError(f"Port {port} is for root alone.", "Choose one from 1024 on with --port.")
    return CannotListenError(f"The lab can't listen at {host[:100]}, port {port}: {error.strerror}.")


def _described(host: str, sockets: list[socket.socket]) -> Listening:
    port = sockets[0].getsockname()[1]
    bound = [ipaddress.ip_address(one.getsockname()[0].partition("%")[0]) for one in sockets]
    if all(one.is_loopback for one in bound):
        name = LOOPBACK if host in ("127.0.0.1", "::1") else host
        return Listening(sockets, _url(name, port), (), (*_OURS, _bracketed(host)))
    everywhere = any(one.is_unspecified for one in bound)
    names = _names_of_machine([one.family for one in sockets]) if everywhere else [host]
    return Listening(
        sockets,
        _url(LOOPBACK if everywhere else host, port),
        tuple(_url(name, port) for name in names),
        (*_OURS, _bracketed(host), *map(_bracketed, names), ANY_ADDRESS),
    )


def _names_of_machine(families: list[int]) -> list[str]:
    """What other machines may call this one by: its addresses on the way out, and its own name."""
    names = []
    for family, somewhere in _SOMEWHERE:
        if family not in families and socket.AF_INET6 not in families:  # `::` takes IPv4, too
            continue
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((somewhere, 9))
            names.append(probe.getsockname()[0])
    own = socket.gethostname().lower()
    return [name for name in dict.fromkeys((*names, own, f"{own.partition('.')[0]}.local")) if name]


def _url(host: str, port: int) -> str:
    return f"http://{_bracketed(host)}:{port}" if port != 80 else f"http://{_bracketed(host)}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
