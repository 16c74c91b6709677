# SPDX-License-Identifier: Apache-2.0
"""What signals tell: features of windows, and what is recognised by them. Algorithms without rclpy."""
