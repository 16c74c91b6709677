# SPDX-License-Identifier: Apache-2.0
"""What do people see and decide? The command line, and later the web console."""
