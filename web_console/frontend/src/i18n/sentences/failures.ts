// SPDX-License-Identifier: Apache-2.0
/** How a program failed while it ran, apart from what Python says: `valence_nodes/programs/`, `missions/episode/`. */
import type { SentencePart } from "./sentences.ts";

export const failures: SentencePart = {
  pairs: [
    // Time.
    {
      en: "The program was busy for {limit:number} s without letting the robot do anything.",
      de: "Das Programm war {limit} s lang beschäftigt, ohne den Roboter etwas tun zu lassen.",
    },
    {
      en: "In a loop, let time pass: put robot.wait(0.05) or robot.move(...) into it.",
      de: "Lass in einer Schleife Zeit vergehen: Schreib robot.wait(0.05) oder robot.move(...) hinein.",
    },
    { en: "Your program gave no answer within {limit:number} s.", de: "Dein Programm gab innerhalb von {limit} s keine Antwort." },
    {
      en: "Is there a loop that never ends and has no robot.wait(...) or robot.move(...) in it?",
      de: "Gibt es eine Schleife, die nie endet und in der kein robot.wait(...) oder robot.move(...) steht?",
    },
    {
      en: "The program took more than {limit:number} s for the whole episode.",
      de: "Das Programm brauchte für die ganze Episode mehr als {limit} s.",
    },
    {
      en: "It thinks too long between steps; look for the slow part.",
      de: "Es denkt zwischen den Schritten zu lange nach; such die langsame Stelle.",
    },
    { en: "Your program used up its computing time.", de: "Dein Programm hat seine Rechenzeit aufgebraucht." },
    { en: "Is there a loop without an end?", de: "Gibt es eine Schleife ohne Ende?" },
    // Memory, files, the log.
    { en: "Your program wanted more memory than it may have.", de: "Dein Programm wollte mehr Speicher, als es haben darf." },
    { en: "Is there a list that grows in every step?", de: "Gibt es eine Liste, die in jedem Schritt wächst?" },
    { en: "Is a list growing?", de: "Wächst eine Liste immer weiter?" },
    { en: "The machine ran out of memory, and ended your program.", de: "Dem Rechner ging der Speicher aus, und er hat dein Programm beendet." },
    {
      en: "Is a list growing? If not, the machine has too much to do: try again.",
      de: "Wächst eine Liste immer weiter? Wenn nicht, hat der Rechner zu viel zu tun: Versuch es noch einmal.",
    },
    { en: "Your program made too many files.", de: "Dein Programm hat zu viele Dateien angelegt." },
    { en: "A few files are enough; say(...) fills a log.", de: "Ein paar Dateien reichen; say(...) füllt ein Protokoll." },
    { en: "Your program wrote a file that is too large.", de: "Dein Programm hat eine zu große Datei geschrieben." },
    { en: "Keep files small, or write none.", de: "Halte Dateien klein, oder schreib keine." },
    { en: "Your program said or plotted more than a log can hold.", de: "Dein Programm hat mehr gesagt oder gezeichnet, als ein Protokoll fasst." },
    { en: "Say less, and plot at most {count:number} curves.", de: "Sag weniger, und zeichne höchstens {count} Kurven." },
    // The box.
    {
      en: "The box does not allow this: no network, no other programs, no files outside its own folder.",
      de: "Die Box erlaubt das nicht: kein Netz, keine anderen Programme, keine Dateien außerhalb ihres Ordners.",
    },
    { en: "The robot object is all that a mission needs.", de: "Für eine Mission braucht man nur das Objekt robot." },
    {
      en: "The box does not allow threads: with them, no episode would come out the same twice.",
      de: "Die Box erlaubt keine Threads: Mit ihnen käme keine Episode zweimal gleich heraus.",
    },
    {
      en: "Do one thing after the other in one loop, and let time pass with robot.move(...) or robot.wait(...).",
      de: "Tu in einer Schleife eins nach dem anderen, und lass mit robot.move(...) oder robot.wait(...) Zeit vergehen.",
    },
    { en: "The box refused: {said:text}.", de: "Die Box hat das abgelehnt: {said}." },
    {
      en: "The writable folder is small; the robot object is all that a mission needs.",
      de: "Der Ordner zum Schreiben ist klein; für eine Mission braucht man nur das Objekt robot.",
    },
    { en: "There is no file {file:text} in the box.", de: "In der Box gibt es keine Datei {file}." },
    { en: "Programs start with an empty folder.", de: "Programme fangen mit einem leeren Ordner an." },
    { en: "Your program asked for something that the box forbids.", de: "Dein Programm wollte etwas, das die Box verbietet." },
    { en: "Your program crashed Python itself ({signal:name}).", de: "Dein Programm hat Python selbst zum Absturz gebracht ({signal})." },
    { en: "Leave ctypes and the like alone.", de: "Lass die Finger von ctypes und Ähnlichem." },
    { en: "Your program failed, and could not tell how.", de: "Dein Programm ist gescheitert und konnte nicht sagen, wie." },
    {
      en: "Leave its connection and Python's own functions alone.",
      de: "Lass seine Verbindung und Pythons eigene Funktionen in Ruhe.",
    },
    { en: "Your program ended itself (exit code {code:number}).", de: "Dein Programm hat sich selbst beendet (Exit-Code {code})." },
    { en: "Let drive(robot) come to its end.", de: "Lass drive(robot) an sein Ende kommen." },
    { en: "Your program ended itself with exit().", de: "Dein Programm hat sich mit exit() selbst beendet." },
    {
      en: "Just let drive(robot) come to its end, or use return.",
      de: "Lass drive(robot) einfach an sein Ende kommen, oder nimm return.",
    },
    { en: "Your program interrupted itself.", de: "Dein Programm hat sich selbst unterbrochen." },
    { en: "Your program's process ended all of a sudden.", de: "Der Prozess deines Programms ist plötzlich zu Ende gegangen." },
    { en: "Your program closed its connection to the robot.", de: "Dein Programm hat seine Verbindung zum Roboter geschlossen." },
    { en: "Your program answered before it was asked.", de: "Dein Programm hat geantwortet, bevor es gefragt wurde." },
    { en: "Your program sent an answer that makes no sense.", de: "Dein Programm hat eine Antwort geschickt, die keinen Sinn ergibt." },
    {
      en: "Your program wrote into the connection between the box and the robot.",
      de: "Dein Programm hat in die Verbindung zwischen Box und Roboter geschrieben.",
    },
    {
      en: "Leave sockets and file handles alone; the robot object is all you need.",
      de: "Lass Sockets und Dateien in Ruhe; du brauchst nur das Objekt robot.",
    },
    { en: "The box speaks another version of the protocol.", de: "Die Box spricht eine andere Version des Protokolls." },
    // What the robot was given.
    { en: "robot.forward: with a speed of 0 the robot would never arrive.", de: "robot.forward: Mit Tempo 0 käme der Roboter nie an." },
    { en: "robot.turn: with a speed of 0 the robot would never arrive.", de: "robot.turn: Mit Tempo 0 käme der Roboter nie an." },
    {
      en: "robot.wait({seconds:number}): time can't run backwards; give 0 or more seconds.",
      de: "robot.wait({seconds}): Die Zeit läuft nicht rückwärts; gib 0 oder mehr Sekunden an.",
    },
    {
      en: "robot.collect: the name of a dataset has small letters, digits and _, begins with a letter, and is no longer than 60; not {name:text}.",
      de: "robot.collect: Der Name eines Datensatzes besteht aus kleinen Buchstaben, Ziffern und _, beginnt mit einem Buchstaben und ist höchstens 60 Zeichen lang; nicht {name}.",
    },
    {
      en: "robot.collect: a label is a text or a number, not {kind:text}.",
      de: "robot.collect: Eine Beschriftung ist ein Text oder eine Zahl, nicht {kind}.",
    },
    {
      en: "robot.collect: a label has 1 to {most:figure} characters on one line, not {label:text}.",
      de: "robot.collect: Eine Beschriftung hat 1 bis {most} Zeichen in einer Zeile, nicht {label}.",
    },
    {
      en: "robot.collect: at most {most:figure} samples are taken at once; let time pass in between: robot.wait(0.1).",
      de: "robot.collect: Höchstens {most} Beispiele werden auf einmal genommen; lass dazwischen Zeit vergehen: robot.wait(0.1).",
    },
    { en: "robot.collect: at most {most:figure} samples are taken in one episode.", de: "robot.collect: Höchstens {most} Beispiele werden in einer Episode genommen." },
    {
      en: "robot.answer: a name has small letters, digits and _, begins with a letter, and is no longer than 40; not {name:text}.",
      de: "robot.answer: Ein Name besteht aus kleinen Buchstaben, Ziffern und _, beginnt mit einem Buchstaben und ist höchstens 40 Zeichen lang; nicht {name}.",
    },
    {
      en: "robot.answer: “{name:text}” would be {long:figure} characters long; at most {most:figure} are taken.",
      de: "robot.answer: „{name}“ wäre {long} Zeichen lang; höchstens {most} werden genommen.",
    },
    {
      en: "robot.answer: lists and maps can be in each other {depth:figure} deep, no deeper.",
      de: "robot.answer: Listen und Dictionarys dürfen {depth}-fach ineinander stehen, nicht tiefer.",
    },
    {
      en: "robot.answer: the keys of a map must be texts, not {kind:text}.",
      de: "robot.answer: Die Schlüssel eines Dictionarys müssen Texte sein, nicht {kind}.",
    },
    {
      en: "robot.answer: an answer is made of numbers, texts, lists and maps, and has no {kind:text}.",
      de: "robot.answer: Eine Antwort besteht aus Zahlen, Texten, Listen und Dictionarys, ohne {kind}.",
    },
    { en: "robot.answer: a whole number has at most 63 bits.", de: "robot.answer: Eine ganze Zahl hat höchstens 63 Bit." },
    { en: "robot.answer: {number:text} is no usable number.", de: "robot.answer: {number} ist keine brauchbare Zahl." },
    { en: "robot.answer: at most {most:figure} different names are taken.", de: "robot.answer: Höchstens {most} verschiedene Namen werden genommen." },
    {
      en: "robot.answer: at most {most:figure} answers go out at once; let time pass in between: robot.wait(0.1).",
      de: "robot.answer: Höchstens {most} Antworten gehen auf einmal hinaus; lass dazwischen Zeit vergehen: robot.wait(0.1).",
    },
    {
      en: "robot.answer: at most {most:figure} answers are taken in one episode.",
      de: "robot.answer: Höchstens {most} Antworten werden in einer Episode genommen.",
    },
    { en: "This robot has no {sensor:sensor}, so robot.{name:name} is not there.", de: "Dieser Roboter hat {sensor}, also gibt es robot.{name} nicht." },
    { en: "robot.{call:name}: {name:name} must be a number, not {given:given}.", de: "robot.{call}: {name} muss eine Zahl sein, nicht {given}." },
    {
      en: "robot.{call:name}: {name:name} is {number:text}, which is no usable number.",
      de: "robot.{call}: {name} ist {number}, das ist keine brauchbare Zahl.",
    },
  ],
  pieces: {
    sensor: [
      { en: "lidar", de: "kein Lidar" },
      { en: "camera", de: "keine Kamera" },
      { en: "odometry", de: "keine Odometrie" },
      { en: "IMU", de: "keine IMU" },
      { en: "battery", de: "keinen Akku" },
      { en: "perception node", de: "keinen Wahrnehmungsknoten" },
    ],
    given: [
      { en: "the text {text:text}", de: "der Text {text}" },
      { en: "{text:text}", de: "{text}" },
    ],
  },
};
