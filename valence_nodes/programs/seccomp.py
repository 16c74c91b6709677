# SPDX-License-Identifier: Apache-2.0
"""Seccomp filters for the box: system calls that no program for a robot needs are refused.

Namespaces decide what a program can see; this decides what it can ask the kernel for at all. Refused calls give
EPERM, which Python turns into a PermissionError that a learner can be told about; what only an attack asks for
ends the process. Calls newer than this table do not exist in the box, so a kernel update opens nothing.

There are two filters: `box_filter` holds from the moment that bwrap starts Python, `running_filter` from the moment
that Python is about to load the program, and takes away what only the start needs.

Numbers are from the kernel's `unistd_64.h` tables (x86-64 and the generic table of arm64); the format is struct
sock_filter of `linux/filter.h`. This module is also used inside the box and needs only the standard library.
"""

from __future__ import annotations

import errno
import os
import platform
import struct
from collections.abc import Iterable, Sequence

# name: (x86-64, arm64); None where the architecture has no such call.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    # other processes
    "fork": (57, None), "vfork": (58, None), "kill": (62, 129), "tkill": (200, 130),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "kcmp": (312, 272), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "process_mrelease": (448, 448),
    # sockets and other ways to talk
    "socket": (41, 198), "socketpair": (53, 199), "bind": (49, 200), "connect": (42, 203), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242),
    "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    "inotify_init": (253, None), "inotify_init1": (294, 26), "fanotify_init": (300, 262), "fanotify_mark": (301, 263),
    "setsockopt": (54, 208), "pipe": (22, None), "pipe2": (293, 59),
    # files of the machine that every box reads: a lock on one would be felt in another box
    "flock": (73, 32),
    # owners and modes: in a lab that root runs, the box's /dev/null is root's own, although it has no rights of root
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None),
    "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None),
    "futimesat": (261, None), "utimensat": (280, 88),
    # the machine's processors and disks, which are its neighbours' too
    "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118),
    "sched_setattr": (314, 274), "setpriority": (141, 140), "ioprio_set": (251, 30), "timer_create": (222, 107),
    "sync": (162, 81), "syncfs": (306, 267), "fsync": (74, 82), "fdatasync": (75, 83), "sync_file_range": (277, 84),
    "fadvise64": (221, 223), "cachestat": (451, 451), "mincore": (27, 232),
    # memory that no limit counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "userfaultfd": (323, 282), "mlockall": (151, 230),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "mbind": (237, 235), "set_mempolicy": (238, 237),
    "remap_file_pages": (216, 234), "io_setup": (206, 0), "io_submit": (209, 2), "vmsplice": (278, 75),
    "splice": (275, 76), "tee": (276, 77), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445), "landlock_restrict_self": (446, 446),
    # namespaces, mounts, the kernel itself
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "bpf": (321, 280), "perf_event_open": (298, 241), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142), "swapon": (167, 224),
    "swapoff": (168, 225), "syslog": (103, 116), "acct": (163, 89), "quotactl": (179, 60),
    "sethostname": (170, 161), "setdomainname": (171, 162), "iopl": (172, None), "ioperm": (173, None),
    "modify_ldt": (154, None), "personality": (135, 92), "quotactl_fd": (443, 443),
    "mknod": (133, None), "mknodat": (259, 33), "vhangup": (153, 58), "lookup_dcookie": (212, 18),
    "uselib": (134, None), "_sysctl": (156, None), "sysfs": (139, None), "nfsservctl": (180, 42),
    "seccomp": (317, 277),
    # clocks
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
}  # fmt: skip

_DEADLY = frozenset({
    "ptrace", "process_vm_readv", "process_vm_writev", "userfaultfd", "bpf", "perf_event_open", "io_uring_setup",
    "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key", "kexec_load", "kexec_file_load",
    "init_module", "finit_module", "delete_module", "reboot", "swapon", "swapoff", "iopl", "ioperm", "modify_ldt",
    "open_by_handle_at", "uselib", "_sysctl", "nfsservctl", "acct", "lookup_dcookie",
})  # fmt: skip
"""Of the refused calls, those that no mistake makes: they end the process."""

# futex_requeue, Linux 6.7; later ones are answered as by an older kernel. The next would be statmount and listmount,
# which tell where on this machine the box's files lie.
_NEWEST_CALL = 456

_REFUSED_ONCE_RUNNING: dict[str, tuple[int, int]] = {
    "execve": (59, 221), "execveat": (322, 281), "setrlimit": (160, 164),
    # Python sends and receives with sendto and recvfrom; these also carry open files.
    "sendmsg": (46, 211), "sendmmsg": (307, 269), "recvmsg": (47, 212), "recvmmsg": (299, 243),
}  # fmt: skip

_CHECKED_ONCE_RUNNING: dict[str, tuple[int, int]] = {
    "ioctl": (16, 29), "fcntl": (72, 25), "sendto": (44, 206), "recvfrom": (45, 207), "prctl": (157, 167),
    "prlimit64": (302, 261),
}  # fmt: skip
"""Calls that depend on an argument; see `running_filter`."""

# asm-generic/ioctls.h, the same on both architectures: TCGETS, TCGETS2, TIOCGWINSZ (is this a terminal?), FIONREAD,
# FIONBIO, FIONCLEX, FIOCLEX.
_IOCTLS = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# asm-generic/fcntl.h: F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC. Not locks, leases, signals to
# whoever, and the size of pipes.
_FCNTLS = (0, 1, 2, 3, 4, 1030)
_PRCTLS = (15, 16)  # linux/prctl.h: PR_SET_NAME, PR_GET_NAME
_NO_FLAGS = (0,)

_ARCHITECTURES = {
    # machine: (column of the table, AUDIT_ARCH, clone, clone3, getrandom)
    "x86_64": (0, 0xC000003E, 56, 435, 318),
    "aarch64": (1, 0xC00000B7, 220, 435, 278),
}

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_ABOVE = 0x25  # BPF_JMP | BPF_JGT | BPF_K
_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

_ALLOW = 0x7FFF0000  # SECCOMP_RET_ALLOW
_KILL = 0x80000000  # SECCOMP_RET_KILL_PROCESS
_ERRNO = 0x00050000  # SECCOMP_RET_ERRNO

_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16  # offsets in struct seccomp_data; an argument has 8 bytes
_HIGH_HALF = 4  # of an argument; both architectures are little-endian
_CLONE_THREAD = 0x00010000
_X32_BIT = 0x40000000
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2


def box_filter(machine: str | None = None, *, threads: bool = False) -> bytes | None:
    """The filter as bwrap's `--seccomp` takes it, or None on a machine that it does not know.

    Args:
        machine: as `platform.machine()` names it; this machine when None.
        threads: whether the program may start threads; new processes it may never start.
    """
    known = _ARCHITECTURES.get(machine or platform.machine())
    if known is None:
        return None
    column, arch, clone, clone3, getrandom = known
    program = _only_on(arch, x32=column == 0)
    for name, numbers in _REFUSED.items():
        number = numbers[column]
        if number is not None:
            program += _answer(number, _KILL if name in _DEADLY else _ERRNO | errno.EPERM)
    # clone3 hides its flags in memory; ENOSYS makes the C library fall back to clone.
    program += _answer(clone3, _ERRNO | errno.ENOSYS)
    # Chance must fall alike in every episode: Python then reads /dev/urandom, which the box fills with zeros.
    program += _answer(getrandom, _ERRNO | errno.ENOSYS)
    program += [_jump(_ABOVE, _NEWEST_CALL, 0, 1), _statement(_RETURN, _ERRNO | errno.ENOSYS)]
    if threads:
        program += [
            _jump(_EQUAL, clone, 0, 3),
            _statement(_LOAD, _ARGUMENTS_AT),
            _jump(_ANY_BIT, _CLONE_THREAD, 1, 0),
            _statement(_RETURN, _ERRNO | errno.EPERM),
        ]
    else:
        program += _answer(clone, _ERRNO | errno.EPERM)
    program.append(_statement(_RETURN, _ALLOW))
    return b"".join(program)


def running_filter(machine: str | None = None) -> bytes | None:
    """A filter against what Python needs to start, but a program does not; None on a machine that it does not know.

    No other program is run, no open file is sent or received, limits can only be read, and of the calls that do
    many things (`ioctl`, `fcntl`, `prctl`) a few harmless ones are left. The socket knows no flags: out-of-band
    data keeps a reader awake for nothing, and has opened kernels before (CVE-2025-38236).

    Args:
        machine: as `platform.machine()` names it; this machine when None.
    """
    known = _ARCHITECTURES.get(machine or platform.machine())
    if known is None:
        return None
    column, arch, *_ = known
    program = _only_on(arch, x32=column == 0)
    for numbers in _REFUSED_ONCE_RUNNING.values():
        program += _answer(numbers[column], _ERRNO | errno.EPERM)
    number = {name: numbers[column] for name, numbers in _CHECKED_ONCE_RUNNING.items()}
    program += _only_with(number["ioctl"], 1, _IOCTLS, errno.ENOTTY)
    program += _only_with(number["fcntl"], 1, _FCNTLS, errno.EPERM)
    program += _only_with(number["sendto"], 3, _NO_FLAGS, errno.EPERM)
    program += _only_with(number["recvfrom"], 3, _NO_FLAGS, errno.EPERM)
    program += _only_with(number["prctl"], 0, _PRCTLS, errno.EPERM)
    for half in (0, _HIGH_HALF):
        # Of prlimit64 the third argument points to a new limit: it must be nil.
        program += _only_with(number["prlimit64"], 2, (0,), errno.EPERM, half=half)
    program.append(_statement(_RETURN, _ALLOW))
    return b"".join(program)


def put_on(program: bytes) -> None:
    """Puts a filter on this process for good; `no_new_privs` must be set, as bwrap does.

    Raises:
        OSError: the kernel does not take it.
    """
    import ctypes  # noqa: PLC0415 - only the box needs it

    class SockFprog(ctypes.Structure):
        """`struct sock_fprog` of `linux/filter.h`."""

        _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_char_p))

    library = ctypes.CDLL(None, use_errno=True)
    filters = SockFprog(len(program) // 8, program)
    numbers = (ctypes.c_int(_PR_SET_SECCOMP), ctypes.c_ulong(_SECCOMP_MODE_FILTER))
    if library.prctl(*numbers, ctypes.byref(filters), ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _only_on(arch: int, *, x32: bool) -> list[bytes]:
    """Ends whoever calls by another architecture's numbers; leaves the call's number loaded."""
    program = [
        _statement(_LOAD, _ARCH_AT),
        _jump(_EQUAL, arch, 1, 0),
        _statement(_RETURN, _KILL),
        _statement(_LOAD, _NUMBER_AT),
    ]
    if x32:
        # The x32 table has the same calls under other numbers.
        program += [_jump(_AT_LEAST, _X32_BIT, 0, 1), _statement(_RETURN, _KILL)]
    return program


def _answer(number: int, answer: int) -> Iterable[bytes]:
    return _jump(_EQUAL, number, 0, 1), _statement(_RETURN, answer)


def _only_with(number: int, index: int, values: Sequence[int], error: int, *, half: int = 0) -> list[bytes]:
    """Refuses one call unless an argument has one of these values; leaves the call's number loaded.

    Args:
        number: of the call.
        index: of the argument, 0 first.
        values: that are let by, of one half of the argument.
        error: the answer to all others.
        half: 0 for the lower half, which is all of an `int`, or `_HIGH_HALF`.
    """
    block = [_statement(_LOAD, _ARGUMENTS_AT + 8 * index + half)]
    block += [_jump(_EQUAL, value, len(values) - place, 0) for place, value in enumerate(values)]
    block += [_statement(_RETURN, _ERRNO | error), _statement(_LOAD, _NUMBER_AT)]
    return [_jump(_EQUAL, number, 0, len(block)), *block]


def _statement(code: int, value: int) -> bytes:
    return struct.pack("<HBBI", code, 0, 0, value)


def _jump(code: int, value: int, if_true: int, if_false: int) -> bytes:
    return struct.pack("<HBBI", code, if_true, if_false, value)
