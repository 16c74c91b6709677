// SPDX-License-Identifier: Apache-2.0
import { texts } from "@/i18n/texts";

/** What the checks of missions measure, by their name in `missions/checks`. */
export const checks = texts({
  en: {
    answers_match: "Told right",
    collisions: "No bumps",
    coverage: "Area covered",
    deliveries_made: "Deliveries made",
    distance_to_line: "On the line",
    energy: "Energy",
    good_choices: "Good choices",
    kept_distance: "Distance kept",
    load_kept: "Load kept",
    path_length: "Short way",
    smoothness: "Smooth driving",
    speed_limit: "Speed limit",
    stayed_in_zone: "Stayed inside",
    time: "Time",
    upright: "Upright",
    zones_in_order: "Places in order",
  },
  de: {
    answers_match: "Richtig erkannt",
    collisions: "Nirgends anstoßen",
    coverage: "Abgefahrene Fläche",
    deliveries_made: "Aufträge gebracht",
    distance_to_line: "Auf der Linie",
    energy: "Energie",
    good_choices: "Gut gewählt",
    kept_distance: "Abstand halten",
    load_kept: "Last behalten",
    path_length: "Kurzer Weg",
    smoothness: "Ruhig fahren",
    speed_limit: "Tempolimit",
    stayed_in_zone: "Drinnen bleiben",
    time: "Zeit",
    upright: "Aufrecht",
    zones_in_order: "Orte der Reihe nach",
  },
});
