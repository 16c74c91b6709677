// SPDX-License-Identifier: Apache-2.0
/** A picture for the welcome page: a hall from above, a robot that looks around, and the way it will take. */
import classes from "@/pages/welcome/hall_picture.module.css";

const RAYS = Array.from({ length: 13 }, (_, index) => -60 + index * 10);

export function HallPicture() {
  return (
    <svg viewBox="0 0 480 320" className={classes["hall"]} aria-hidden focusable="false">
      <defs>
        <pattern id="tiles" width="32" height="32" patternUnits="userSpaceOnUse">
          <path d="M32 0H0V32" className={classes["tile"]} />
        </pattern>
      </defs>
      <rect x="4" y="4" width="472" height="312" rx="16" className={classes["floor"]} />
      <rect x="4" y="4" width="472" height="312" rx="16" fill="url(#tiles)" />
      <rect x="4" y="4" width="472" height="312" rx="16" className={classes["wall"]} />
      <circle cx="352" cy="252" r="30" className={classes["red"]} />
      <circle cx="408" cy="84" r="30" className={classes["green"]} />
      <circle cx="104" cy="76" r="30" className={classes["blue"]} />
      <path d="M92 240 C150 240 150 168 214 176 S300 262 352 252 S452 190 408 84 S230 40 104 76" className={classes["way"]} />
      <g className={classes["thing"]}>
        <rect x="182" y="226" width="40" height="40" rx="4" />
        <rect x="190" y="268" width="32" height="32" rx="4" />
        <rect x="300" y="150" width="96" height="20" rx="4" />
        <rect x="196" y="104" width="70" height="12" rx="3" />
        <circle cx="286" cy="78" r="15" />
      </g>
      <g transform="translate(92 240)">
        {RAYS.map((degrees) => (
          <line key={degrees} x1="26" x2={Math.abs(degrees) < 15 ? 88 : 72} transform={`rotate(${degrees})`} className={classes["ray"]} />
        ))}
        <rect x="-14" y="-25" width="22" height="7" rx="3" className={classes["wheel"]} />
        <rect x="-14" y="18" width="22" height="7" rx="3" className={classes["wheel"]} />
        <circle r="20" className={classes["robot"]} />
        <circle r="8" className={classes["lidar"]} />
        <path d="M10 0 L17 -5 V5 Z" className={classes["nose"]} />
      </g>
    </svg>
  );
}
