# SPDX-License-Identifier: Apache-2.0
"""Engines: the implementations of the simulator port, one module each, listed in the registry."""
