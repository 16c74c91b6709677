# SPDX-License-Identifier: Apache-2.0
"""The server: its settings, the application with what guards every request, and its start."""
