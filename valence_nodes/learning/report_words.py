# SPDX-License-Identifier: Apache-2.0
"""What the sections of a report say, in the languages that learners read."""

from __future__ import annotations

_ENGLISH = {
    "baselines": "Score beside baselines",
    "score": "score",
    "this_model": "this model",
    "always": "always {what}",
    "right": "<strong>{score}</strong> of {samples} samples right",
    "off": "<strong>R² {score}</strong>, off by {error} on average, of {samples} samples",
    "unseen": "The baselines learn next to nothing: a model is worth as much as it is better than they are. The "
    "samples are of the part “{part}”, whose episodes the model has not learned from.",
    "seen": "Careful: the model learned from these very samples. How good it is shows on others.",
    "confusion": "Confusion matrix",
    "confusion_read": "Rows: what it is. Columns: what the model said.",
    "too_many_classes": "{count} classes are too many to show.",
    "each_class": "Each class",
    "each_class_read": "Precision: of what the model called so, the share that is. Recall: of what is so, the share "
    "that it found. F1: both in one.",
    "class": "class",
    "precision": "precision",
    "recall": "recall",
    "samples": "samples",
    "calibration": "Calibration",
    "calibration_asked": "Is it right as often as it is sure?",
    "calibration_read": "On the straight line it would be. Below it the model is too sure of itself. On average the "
    "two are {apart} apart.",
    "how_sure": "how sure it was",
    "share_right": "share that is right",
    "told_and_true": "Told and true",
    "told_and_true_read": "On the line everything would be right.",
    "what_it_is": "what it is",
    "what_it_said": "what the model said",
    "importance": "What it looks at",
    "importance_title": "Importance of columns",
    "importance_unit": "loss of score",
    "importance_read": "How much worse it gets when a column is shuffled. A column that matters far more than you "
    "can explain may tell the answer: a leak.",
    "errors": "Where it was surest, and wrong",
    "errors_read": "Look at these first: wrong labels, rare cases, or something that the model can't see.",
    "said": "{truth}; said {told}",
    "sure": ", {sure} sure",
    "episode": " (episode {episode})",
    "picture_of": "a picture of: {truth}",
    "course": "Course of the training",
    "course_read": "Every value that the training told, from the first to the last. When “score” goes on rising and "
    "“validation_score” does not, the model learns by heart.",
    "round": "round",
    "report": "How the program learned",
    "examined": "{kind}, examined with the part “{part}”",
    "no_model": "Nothing was learned",
    "no_examination": "The program did not examine its model. With <code>print(lab.evaluate(model, "
    "data.test))</code> in <code>learn</code> this page shows what the model gets right and wrong, beside what one "
    "gets without learning.",
    "facts": "The model",
    "kind": "kind",
    "size": "size",
    "bytes": "{size} kB",
    "hash": "fingerprint (SHA-256)",
    "time": "processor time",
    "time_of": "{used} of {limit} s",
    "lines": "What it said while it learned",
}

_GERMAN = {
    "baselines": "Ergebnis neben einfachsten Antworten",
    "score": "Ergebnis",
    "this_model": "dieses Modell",
    "always": "immer {what}",
    "right": "<strong>{score}</strong> von {samples} Beispielen richtig",
    "off": "<strong>R² {score}</strong>, im Mittel um {error} daneben, bei {samples} Beispielen",
    "unseen": "Die einfachsten Antworten lernen so gut wie nichts: Ein Modell ist so viel wert, wie es besser ist. "
    "Die Beispiele sind vom Teil „{part}“, aus dessen Episoden das Modell nicht gelernt hat.",
    "seen": "Vorsicht: Aus genau diesen Beispielen hat das Modell gelernt. Wie gut es ist, zeigt sich an anderen.",
    "confusion": "Verwechslungen",
    "confusion_read": "Zeilen: was es ist. Spalten: was das Modell sagte.",
    "too_many_classes": "{count} Klassen sind zu viele, um sie zu zeigen.",
    "each_class": "Jede Klasse",
    "each_class_read": "Genauigkeit: wie viel von dem, was das Modell so nannte, es wirklich ist. Trefferquote: wie "
    "viel von dem, was es ist, das Modell fand. F1: beides in einem.",
    "class": "Klasse",
    "precision": "Genauigkeit",
    "recall": "Trefferquote",
    "samples": "Beispiele",
    "calibration": "Sicherheit",
    "calibration_asked": "Hat es so oft recht, wie es sicher ist?",
    "calibration_read": "Auf der geraden Linie wäre das so. Darunter ist sich das Modell zu sicher. Im Mittel liegen "
    "beide {apart} auseinander.",
    "how_sure": "wie sicher es war",
    "share_right": "Anteil, der stimmt",
    "told_and_true": "Gesagt und wahr",
    "told_and_true_read": "Auf der Linie wäre alles richtig.",
    "what_it_is": "was es ist",
    "what_it_said": "was das Modell sagte",
    "importance": "Worauf es achtet",
    "importance_title": "Wichtigkeit der Spalten",
    "importance_unit": "Verlust",
    "importance_read": "Wie viel schlechter es wird, wenn man eine Spalte durchmischt. Eine Spalte, die viel "
    "wichtiger ist, als du erklären kannst, verrät vielleicht die Antwort.",
    "errors": "Wo es am sichersten war und sich irrte",
    "errors_read": "Sieh dir diese zuerst an: falsche Bezeichnungen, seltene Fälle, oder etwas, das das Modell nicht "
    "sehen kann.",
    "said": "{truth}; sagte {told}",
    "sure": ", zu {sure} sicher",
    "episode": " (Episode {episode})",
    "picture_of": "ein Bild von: {truth}",
    "course": "Verlauf des Trainings",
    "course_read": "Jeder Wert, den das Training nannte, vom ersten bis zum letzten. Steigt „score“ weiter und "
    "„validation_score“ nicht, dann lernt das Modell auswendig.",
    "round": "Runde",
    "report": "Wie das Programm lernte",
    "examined": "{kind}, geprüft mit dem Teil „{part}“",
    "no_model": "Nichts wurde gelernt",
    "no_examination": "Das Programm hat sein Modell nicht geprüft. Mit <code>print(lab.evaluate(model, "
    "data.test))</code> in <code>learn</code> zeigt diese Seite, was das Modell richtig und falsch macht, neben dem, "
    "was man ohne Lernen bekommt.",
    "facts": "Das Modell",
    "kind": "Art",
    "size": "Größe",
    "bytes": "{size} kB",
    "hash": "Fingerabdruck (SHA-256)",
    "time": "Rechenzeit",
    "time_of": "{used} von {limit} s",
    "lines": "Was es sagte, während es lernte",
}

LANGUAGES = {"en": _ENGLISH, "de": _GERMAN}
"""Words of the sections, by language and key. Placeholders are filled with what was escaped before."""
