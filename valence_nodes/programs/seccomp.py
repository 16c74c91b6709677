# SPDX-License-Identifier: Apache-2.0
"""A seccomp filter for the box: system calls that no program for a robot needs are refused.

Namespaces decide what a program can see; this decides what it can ask the kernel for at all. Refused calls give
EPERM, which Python turns into a PermissionError that a learner can be told about. Numbers are from the kernel's
`unistd_64.h` tables (x86-64 and the generic table of arm64); the format is struct sock_filter of `linux/filter.h`.
"""

from __future__ import annotations

import errno
import platform
import struct

# name: (x86-64, arm64); None where the architecture has no such call.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    # other processes
    "fork": (57, None), "vfork": (58, None), "kill": (62, 129), "tkill": (200, 130),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "kcmp": (312, 272), "rt_sigqueueinfo": (129, 138),
    # sockets and other ways to talk
    "socket": (41, 198), "socketpair": (53, 199), "bind": (49, 200), "connect": (42, 203), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242),
    "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    # memory that no limit counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "userfaultfd": (323, 282), "mlockall": (151, 230),
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
    "modify_ldt": (154, None), "personality": (135, 92), "fanotify_init": (300, 262),
    # clocks
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
}  # fmt: skip

_ARCHITECTURES = {
    # machine: (column of the table, AUDIT_ARCH, clone, clone3)
    "x86_64": (0, 0xC000003E, 56, 435),
    "aarch64": (1, 0xC00000B7, 220, 435),
}

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

_ALLOW = 0x7FFF0000  # SECCOMP_RET_ALLOW
_KILL = 0x80000000  # SECCOMP_RET_KILL_PROCESS
_ERRNO = 0x00050000  # SECCOMP_RET_ERRNO

_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16  # offsets in struct seccomp_data
_CLONE_THREAD = 0x00010000
_X32_BIT = 0x40000000


def box_filter(machine: str | None = None) -> bytes | None:
    """The filter as bwrap's `--seccomp` takes it, or None on a machine that it does not know.

    Args:
        machine: as `platform.machine()` names it; this machine when None.
    """
    known = _ARCHITECTURES.get(machine or platform.machine())
    if known is None:
        return None
    column, arch, clone, clone3 = known
    refuse = _statement(_RETURN, _ERRNO | errno.EPERM)
    program = [
        _statement(_LOAD, _ARCH_AT),
        _jump(_EQUAL, arch, 1, 0),
        _statement(_RETURN, _KILL),
        _statement(_LOAD, _NUMBER_AT),
    ]
    if column == 0:
        # The x32 table has the same calls under other numbers.
        program += [_jump(_AT_LEAST, _X32_BIT, 0, 1), _statement(_RETURN, _KILL)]
    for numbers in _REFUSED.values():
        number = numbers[column]
        if number is not None:
            program += [_jump(_EQUAL, number, 0, 1), refuse]
    # clone3 hides its flags in memory; ENOSYS makes the C library fall back to clone.
    program += [_jump(_EQUAL, clone3, 0, 1), _statement(_RETURN, _ERRNO | errno.ENOSYS)]
    # A thread is fine (numpy makes some), another process is not.
    program += [
        _jump(_EQUAL, clone, 0, 3),
        _statement(_LOAD, _FIRST_ARGUMENT_AT),
        _jump(_ANY_BIT, _CLONE_THREAD, 1, 0),
        refuse,
    ]
    program.append(_statement(_RETURN, _ALLOW))
    return b"".join(program)


def _statement(code: int, value: int) -> bytes:
    return struct.pack("<HBBI", code, 0, 0, value)


def _jump(code: int, value: int, if_true: int, if_false: int) -> bytes:
    return struct.pack("<HBBI", code, if_true, if_false, value)
