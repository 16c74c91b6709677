// SPDX-License-Identifier: Apache-2.0
/**
 * The docstrings of the robot (`valence_nodes/programs/robot.py`) in German, by the English piece: a paragraph, or an
 * item of a list, in one line. What stands in backticks is Python, and the same in both. Words are those of the blocks.
 */
export const robot: Readonly<Record<string, string>> = {
  // robot.move
  "Drives at this speed for one control step (1/20 s), and goes on so while you `wait`.":
    "Fährt einen Schritt (1/20 s) mit diesem Tempo, und weiter so, während du wartest (`wait`).",
  "Use it in a loop: `while robot.running: robot.move(0.1)`; or with a wait: `robot.move(0.1); robot.wait(2)`.":
    "In einer Schleife: `while robot.running: robot.move(0.1)`; oder mit einer Wartezeit: `robot.move(0.1); robot.wait(2)`.",
  "`speed_mps`: metres a second, negative for backwards.": "`speed_mps`: Meter pro Sekunde, negativ für rückwärts.",
  "`turn_radps`: radians a second, positive for left.": "`turn_radps`: Drehung im Bogenmaß pro Sekunde, positiv für links.",

  // robot.forward
  "Drives straight for a distance, then stops: `robot.forward(0.5)`, or `robot.forward(-cm(20))` for back.":
    "Fährt eine Strecke geradeaus und hält dann an: `robot.forward(0.5)`, oder zurück mit `robot.forward(-cm(20))`.",
  "If something blocks the way for 3 seconds, it gives up and says so in the log.":
    "Versperrt ihm 3 Sekunden lang etwas den Weg, gibt er auf und sagt es im Protokoll.",
  "`distance_m`: metres, negative for backwards.": "`distance_m`: Meter, negativ für rückwärts.",
  "`speed_mps`: metres a second; without it, a comfortable speed.": "`speed_mps`: Meter pro Sekunde; ohne diese Angabe ein bequemes Tempo.",

  // robot.turn
  "Turns on the spot, then stops: `robot.turn(deg(90))` for left, `robot.turn(-deg(90))` for right.":
    "Dreht auf der Stelle und hält dann an: `robot.turn(deg(90))` nach links, `robot.turn(-deg(90))` nach rechts.",
  "`angle_rad`: radians, positive for left; more than a full turn is fine.":
    "`angle_rad`: Winkel im Bogenmaß, positiv für links; auch mehr als eine ganze Drehung.",
  "`speed_radps`: radians a second; without it, a comfortable speed.":
    "`speed_radps`: Drehung im Bogenmaß pro Sekunde; ohne diese Angabe ein bequemes Tempo.",

  // robot.model
  "What `learn(data)` returned, or the model that was chosen for this program.":
    "Was `learn(data)` zurückgegeben hat, oder das Modell, das für dieses Programm gewählt wurde.",

  // robot.stop, robot.wait
  "Stops, and waits until the robot stands still.": "Hält an und wartet, bis der Roboter steht.",
  "Lets time pass; the robot goes on as it was told last: `robot.move(0.1); robot.wait(2)`.":
    "Lässt Zeit vergehen; der Roboter macht weiter, wie es ihm zuletzt gesagt wurde: `robot.move(0.1); robot.wait(2)`.",
  "`seconds`: how long, 0 or more.": "`seconds`: wie viele Sekunden, 0 oder mehr.",

  // robot.running, robot.time_s
  "True while the episode goes on: `while robot.running:`.": "Wahr, solange die Episode weitergeht: `while robot.running:`.",
  "Seconds since the episode began.": "Sekunden seit Beginn der Episode.",

  // robot.scan, robot.distance
  "The lidar's distances in metres, all around: the first straight ahead, then counter-clockwise.":
    "Die Abstände des Lidars in Metern, ringsum: der erste geradeaus, dann gegen den Uhrzeigersinn.",
  "`inf` where nothing is in range, `-inf` where something is too close to measure. For one direction, `robot.distance(angle)` is easier.":
    "`inf`, wo nichts in Reichweite ist; `-inf`, wo etwas zum Messen zu nah ist. Für eine einzelne Richtung ist `robot.distance(angle)` einfacher.",
  "Distance in metres to the nearest thing in a direction: `robot.distance()`, `robot.distance(deg(90))`.":
    "Abstand in Metern zum nächsten Ding in einer Richtung: `robot.distance()`, `robot.distance(deg(90))`.",
  "`angle_rad`: direction, 0 ahead, positive to the left.": "`angle_rad`: Richtung im Bogenmaß; 0 ist vorn, links ist positiv.",
  "`width_rad`: how wide a fan of rays to look at, in all.": "`width_rad`: wie breit der Fächer von Strahlen insgesamt ist, im Bogenmaß.",
  "Gives back: Metres; `inf` if nothing is in range, the least distance the lidar can measure if it is closer still.":
    "Gibt zurück: Meter; `inf`, wenn nichts in Reichweite ist; den kleinsten Abstand, den der Lidar messen kann, wenn es noch näher ist.",

  // robot.image, robot.odometry, robot.imu, robot.battery
  "The camera's picture: an array of height × width × 3 (red, green, blue), each 0..255, top row first.":
    "Das Bild der Kamera: ein Array mit Höhe × Breite × 3 Werten (Rot, Grün, Blau), jeder von 0 bis 255, die oberste Zeile zuerst.",
  "Where the wheels say the robot is, from where it started: `robot.odometry.x_m`. It drifts a little.":
    "Wo der Roboter laut seinen Rädern ist, vom Start aus gezählt: `robot.odometry.x_m`. Es wird mit der Zeit ungenau.",
  "Heading, turning rates and accelerations: `robot.imu.yaw_rad`.": "Richtung, Drehraten und Beschleunigungen: `robot.imu.yaw_rad`.",
  "What a fast IMU felt in the last second: an array of samples × 6, the newest last.":
    "Was eine schnelle IMU in der letzten Sekunde gespürt hat: ein Array mit Messungen × 6 Werten, die neueste zuletzt.",
  "Columns 0 to 2 are turning rates (rad/s) about x, y, z, columns 3 to 5 accelerations (m/s²) along them. In the beginning it is shorter. Robots whose IMU measures 100 times a second or more have it.":
    "Die Spalten 0 bis 2 sind Drehraten (rad/s) um x, y, z, die Spalten 3 bis 5 Beschleunigungen (m/s²) entlang dieser Achsen. Am Anfang ist es kürzer. Roboter, deren IMU mindestens 100-mal in der Sekunde misst, haben es.",
  "`seconds`: how far to look back, at most 10.": "`seconds`: wie weit zurück, höchstens 10 Sekunden.",
  "What the microphones heard in the last second: `robot.sound.samples`, `robot.sound.rate_hz` of them a second.":
    "Was die Mikrofone in der letzten Sekunde gehört haben: `robot.sound.samples`, davon `robot.sound.rate_hz` in der Sekunde.",
  "The samples are sound pressure in pascals, an array of samples × channels, the newest last; with two microphones the first column is the left one. In the beginning it is shorter.":
    "Die Messwerte sind Schalldruck in Pascal, ein Array mit Messungen × Kanälen, die neueste zuletzt; bei zwei Mikrofonen ist die erste Spalte das linke. Am Anfang ist es kürzer.",
  "How full the battery is: `robot.battery.fraction` from 0 to 1.": "Wie voll der Akku ist: `robot.battery.fraction` von 0 (leer) bis 1 (voll).",

  // robot.detections
  "What the mission's perception node sees in the picture; empty if it sees nothing.":
    "Was der Kamera-Node der Mission im Bild findet; leer, wenn er nichts findet.",
  "`colour_blob_node` finds patches of colour, labelled `red`, `blue` and so on, the largest first. `line_node` finds a line on the floor: it cuts the lower part of the picture into flat bands, one above the other, and gives one detection `line` for each band that the line crosses, the nearest to the robot first. The `bearing_rad` of each is the direction to the middle of what was found, left positive.":
    "`colour_blob_node` findet Farbflecken mit der Bezeichnung `red`, `blue` und so weiter, den größten zuerst. `line_node` findet eine Linie auf dem Boden: Er schneidet den unteren Teil des Bilds in flache Streifen, einen über dem anderen, und meldet für jeden Streifen, durch den die Linie läuft, eine Erkennung `line`, die dem Roboter nächste zuerst. `bearing_rad` ist jeweils die Richtung zur Mitte dessen, was gefunden wurde; links ist positiv.",

  // robot.say, robot.plot
  'Writes a line to your log: `robot.say("A wall!")`.': 'Schreibt eine Zeile in dein Protokoll: `robot.say("A wall!")`.',
  'Adds a point to a curve, at the present time: `robot.plot("distance", robot.distance())`.':
    'Fügt einer Kurve einen Punkt zur jetzigen Zeit hinzu: `robot.plot("distance", robot.distance())`.',

  // robot.task, robot.answer
  "What this episode asks, in missions that hand something over at the start; what it is says their brief.":
    "Was in dieser Episode gefragt ist, bei Missionen, die am Anfang etwas übergeben; was das ist, sagt ihre Aufgabe.",
  "Plain values: numbers, texts, lists and maps. In other missions it is empty.":
    "Einfache Werte: Zahlen, Texte, Listen und Dictionarys. Bei anderen Missionen ist es leer.",
  'Answers a question of the mission: `robot.answer("late", ["d3", "d17"])`. The last answer counts.':
    'Beantwortet eine Frage der Mission: `robot.answer("late", ["d3", "d17"])`. Es zählt die letzte Antwort.',
  "`name`: of the question, as the brief says.": "`name`: der Name der Frage, wie er in der Aufgabe steht.",
  "`value`: numbers, texts, lists and maps of these, as the brief says.":
    "`value`: Zahlen, Texte, Listen und Dictionarys davon, wie es in der Aufgabe steht.",

  // robot.collect
  'Collects what the robot senses now, as a sample of a dataset: `robot.collect("crate", label="left")`.':
    'Sammelt, was der Roboter jetzt wahrnimmt, als Beispiel für einen Datensatz: `robot.collect("crate", label="left")`.',
  "The recording of the episode keeps it; `./valence data collect` makes the dataset.":
    "Die Aufzeichnung der Episode bewahrt es auf; `./valence data collect` macht daraus den Datensatz.",
  "`dataset`: its name: small letters, digits and _.": "`dataset`: sein Name: kleine Buchstaben, Ziffern und _.",
  "`label`: what the sample shows, a text or a number; without it, somebody labels it later.":
    "`label`: was das Beispiel zeigt, ein Text oder eine Zahl; ohne Angabe beschriftet es jemand später.",

  // cm, deg
  "Turns centimetres into metres: `robot.forward(cm(50))`.": "Rechnet Zentimeter in Meter um: `robot.forward(cm(50))`.",
  "Turns degrees into radians: `robot.turn(deg(90))`.": "Rechnet Grad ins Bogenmaß um: `robot.turn(deg(90))`.",
};
