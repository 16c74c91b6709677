# SPDX-License-Identifier: Apache-2.0
"""Drawing without a window, on EGL or OSMesa, whichever is there."""

from __future__ import annotations

import ctypes
import os
from importlib import import_module
from typing import Any

import mujoco
import numpy as np
import numpy.typing as npt

from worlds.errors import UnsupportedByEngineError

_LIBRARIES = {"egl": ("libEGL.so.1", "libEGL_mesa.so.0"), "osmesa": ("libOSMesa.so.8",)}
_INSTALL = "On Debian or Ubuntu: apt-get install libegl1 libgles2 libegl-mesa0 (or libosmesa6)."
_SPARE_GEOMS = 500


def choose_gl() -> str:
    """Says which of `egl` and `osmesa` draws: what `MUJOCO_GL` says, or else the first that is installed.

    Raises:
        UnsupportedByEngineError: neither is there; says what to install.
    """
    asked = os.environ.get("MUJOCO_GL", "").strip().lower()
    if asked in _LIBRARIES:
        return asked
    for name, libraries in _LIBRARIES.items():
        if all(_loads(library) for library in libraries):
            return name
    raise UnsupportedByEngineError(
        "Cameras and pictures need EGL or OSMesa, and neither is installed on this machine.", _INSTALL
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _open_gl(width_px: int, height_px: int) -> Any:
    name = choose_gl()
    try:
        context = import_module(f"mujoco.{name}").GLContext(width_px, height_px)
        context.make_current()
    except Exception as error:
        # PyOpenGL and the drivers raise anything from ImportError to their own errors.
        raise UnsupportedByEngineError(f"Cameras and pictures can't be drawn with {name}: {error}", _INSTALL) from error
    return context


class Canvas:
    """One buffer that pictures up to its size are drawn into; opening it costs as much as some pictures."""

    def __init__(self, model: Any, width_px: int, height_px: int, samples: int, shadow_map_px: int) -> None:
        """Opens a buffer.

        Args:
            model: the `MjModel` whose pictures are drawn.
            width_px: of the largest picture.
            height_px: of the largest picture.
            samples: of a pixel's area, against jagged edges; 0 for none.
            shadow_map_px: side of the picture that shadows are drawn from; 0 for none.

        Raises:
            UnsupportedByEngineError: nothing can draw here.
        """
        self._model = model
        self.size_px = (width_px, height_px)
        self._gl = _open_gl(width_px, height_px)
        model.vis.global_.offwidth, model.vis.global_.offheight = width_px, height_px
        model.vis.quality.offsamples = samples
        model.vis.quality.shadowsize = shadow_map_px
        self._context = mujoco.MjrContext(model, mujoco.mjtFontScale.mjFONTSCALE_100.value)
        mujoco.mjr_setBuffer(mujoco.mjtFramebuffer.mjFB_OFFSCREEN.value, self._context)
        self._context.readDepthMap = mujoco.mjtDepthMap.mjDEPTH_ZEROFAR
        self._scene = mujoco.MjvScene(model, maxgeom=model.ngeom + _SPARE_GEOMS)
        self._options = mujoco.MjvOption()
        self._options.geomgroup[:] = 1
        self._options.sitegroup[:] = 0
        for flag in (mujoco.mjtRndFlag.mjRND_HAZE, mujoco.mjtRndFlag.mjRND_REFLECTION):
            self._scene.flags[flag] = False

    def draw(
        self, data: Any, camera: Any, width_px: int, height_px: int, near_far_m: tuple[float, float], shadows: bool
    ) -> npt.NDArray[np.uint8]:
        """Draws in colour: uint8 (height, width, 3) RGB."""
        rect = self._render(data, camera, width_px, height_px, near_far_m, shadows=shadows, identity=False)
        picture = np.empty((height_px, width_px, 3), dtype=np.uint8)
        mujoco.mjr_readPixels(picture, None, rect, self._context)
        return np.ascontiguousarray(picture[::-1])

    def draw_depth(
        self, data: Any, camera: Any, width_px: int, height_px: int, near_far_m: tuple[float, float]
    ) -> npt.NDArray[np.float32]:
        """Draws distances along the optical axis: float32 (height, width) m, the far limit where nothing is."""
        rect = self._render(data, camera, width_px, height_px, near_far_m, shadows=False, identity=True)
        buffer = np.empty((height_px, width_px), dtype=np.float32)
        mujoco.mjr_readPixels(None, buffer, rect, self._context)
        near_m, far_m = near_far_m
        # The buffer is linear in 1/z: 1 at the near limit, 0 at the far one.
        inverse = 1 / far_m + buffer[::-1].astype(np.float64) * (1 / near_m - 1 / far_m)
        return (1 / inverse).astype(np.float32)

    def draw_geoms(
        self, data: Any, camera: Any, width_px: int, height_px: int, near_far_m: tuple[float, float]
    ) -> npt.NDArray[np.int32]:
        """Draws which geom each pixel shows: int32 (height, width), its number in the model, -1 where none is."""
        rect = self._render(data, camera, width_px, height_px, near_far_m, shadows=False, identity=True)
        colours = np.empty((height_px, width_px, 3), dtype=np.uint8)
        mujoco.mjr_readPixels(colours, None, rect, self._context)
        # Red is the lowest byte of the number in the scene plus one (MuJoCo's documentation, mjRND_IDCOLOR).
        drawn = colours[::-1].astype(np.int32) @ np.array([1, 1 << 8, 1 << 16], np.int32)
        geoms = np.full(self._scene.ngeom + 1, -1, np.int32)
        for geom in self._scene.geoms[: self._scene.ngeom]:
            if geom.segid >= 0 and geom.objtype == mujoco.mjtObj.mjOBJ_GEOM:
                geoms[geom.segid + 1] = geom.objid
        return geoms[drawn]

    def _render(
        self,
        data: Any,
        camera: Any,
        width_px: int,
        height_px: int,
        near_far_m: tuple[float, float],
        *,
        shadows: bool,
        identity: bool,
    ) -> Any:
        self._gl.make_current()
        extent_m = self._model.stat.extent
        self._model.vis.map.znear, self._model.vis.map.zfar = near_far_m[0] / extent_m, near_far_m[1] / extent_m
        mujoco.mjv_updateScene(
            self._model, data, self._options, None, camera, mujoco.mjtCatBit.mjCAT_ALL.value, self._scene
        )
        self._scene.flags[mujoco.mjtRndFlag.mjRND_SHADOW] = shadows
        # Colours of identity instead of light: depth is exact then.
        self._scene.flags[mujoco.mjtRndFlag.mjRND_SEGMENT] = identity
        self._scene.flags[mujoco.mjtRndFlag.mjRND_IDCOLOR] = identity
        rect = mujoco.MjrRect(0, 0, width_px, height_px)
        mujoco.mjr_render(rect, self._scene, self._context)
        return rect

    def close(self) -> None:
        """Frees the buffer."""
        self._gl.make_current()
        self._context.free()
        self._gl.free()
