# SPDX-License-Identifier: Apache-2.0
# attack: calls the kernel by machine code in memory of its own
# ends: gone or forbidden
# line: may be unknown

import ctypes
import mmap
import platform


def drive(robot):
    robot.wait(0.1)
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    if platform.machine() == "x86_64":
        memory.write(b"\xb8\x02\x00\x00\x00\xcd\x80\xc3")  # fork by the 32-bit table: int 0x80
    else:
        memory.write(b"\xc0\x03\x5f\xd6")  # arm64 has no such table; return
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    ctypes.CFUNCTYPE(ctypes.c_long)(address)()  # here
    ctypes.string_at(0)  # here
