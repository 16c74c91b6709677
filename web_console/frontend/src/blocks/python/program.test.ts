// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { block, driveLines, generated, named, number, pythonOf, read, type Saved } from "@/blocks/testing/building";

const stop = block("stop");
const set = (name: string, value: Saved) => block("set_variable", { VARIABLE: named(name), VALUE: value });
const change = (name: string, by: number) => block("change_variable", { VARIABLE: named(name), BY: number(by) });
const near = block("closer_than", { DIRECTION: "ahead", DISTANCE: block("length", { NUMBER: 50, UNIT: "cm" }) });
const reckon = (a: Saved, operator: string, b: Saved) => block("arithmetic", { A: a, OPERATOR: operator, B: b });
const define = (id: string, name: string, inside: readonly Saved[], parameters: readonly string[] = []): Saved => ({
  ...block("function_define", { NAME: name, ...Object.fromEntries(parameters.map((one, index) => [`PARAMETER${index + 1}`, named(one)])), DO: inside }),
  id,
  extraState: { rows: parameters.map((_, index) => index + 1) },
});
const call = (id: string, values: readonly Saved[] = [], type = "function_call"): Saved => ({
  ...block(type, Object.fromEntries(values.map((value, index) => [`ARGUMENT${index + 1}`, value]))),
  extraState: { function: id, name: id, parameters: values.map((_, index) => ({ row: index + 1, name: "a" })) },
});

describe("moving and units", () => {
  const forward = (direction: string, value: Saved) => driveLines([block("forward", { DIRECTION: direction, DISTANCE: value })]);

  it("writes lengths as learners do", () => {
    expect(forward("forward", block("length", { NUMBER: 50, UNIT: "cm" }))).toEqual(["robot.forward(cm(50))"]);
    expect(forward("back", block("length", { NUMBER: 20, UNIT: "cm" }))).toEqual(["robot.forward(-cm(20))"]);
    expect(forward("forward", block("length", { NUMBER: 0.5, UNIT: "m" }))).toEqual(["robot.forward(0.5)"]);
    expect(forward("back", block("length", { NUMBER: 0.5, UNIT: "m" }))).toEqual(["robot.forward(-0.5)"]);
    expect(forward("back", reckon(number(1), "ADD", number(2)))).toEqual(["robot.forward(-(1 + 2))"]);
  });

  it("writes angles as learners do", () => {
    expect(driveLines([block("turn", { DIRECTION: "right", ANGLE: block("angle", { DEGREES: 90 }) })])).toEqual(["robot.turn(-deg(90))"]);
    expect(pythonOf(block("distance_in_fan", { ANGLE: block("angle", { DEGREES: 0 }), WIDTH: block("angle", { DEGREES: 60 }) }))).toBe("robot.distance(0, deg(60))");
  });

  it("leaves a turn of 0 out", () => {
    const speed = block("speed", { NUMBER: 15, UNIT: "cm/s" });
    expect(driveLines([block("move", { SPEED: speed, TURN: block("turn_speed", { NUMBER: 0, UNIT: "°/s" }) })])).toEqual(["robot.move(cm(15))"]);
    expect(driveLines([block("move", { SPEED: speed, TURN: block("turn_speed", { NUMBER: -30, UNIT: "°/s" }) })])).toEqual(["robot.move(cm(15), deg(-30))"]);
  });
});

describe("brackets", () => {
  it.each([
    [reckon(reckon(number(1), "ADD", number(2)), "MULTIPLY", number(3)), "(1 + 2) * 3"],
    [reckon(number(1), "SUBTRACT", reckon(number(2), "SUBTRACT", number(3))), "1 - (2 - 3)"],
    [reckon(reckon(number(1), "SUBTRACT", number(2)), "SUBTRACT", number(3)), "1 - 2 - 3"],
    [reckon(number(8), "DIVIDE", reckon(number(4), "DIVIDE", number(2))), "8 / (4 / 2)"],
    [reckon(number(-2), "POWER", number(2)), "(-2) ** 2"],
    [reckon(number(2), "POWER", number(-1)), "2 ** -1"],
    [reckon(reckon(number(2), "POWER", number(3)), "POWER", number(2)), "(2 ** 3) ** 2"],
    [block("negative", { A: reckon(number(2), "POWER", number(2)) }), "-2 ** 2"],
    [block("not", { A: block("and_or", { A: near, OPERATOR: "and", B: near }) }), "not (robot.distance() < cm(50) and robot.distance() < cm(50))"],
    [block("compare", { A: near, OPERATOR: "EQ", B: near }), "(robot.distance() < cm(50)) == (robot.distance() < cm(50))"],
    [block("list_item", { INDEX: number(0), LIST: block("choose", { YES: block("scan"), CONDITION: near, NO: block("scan") }) }), "(robot.scan if robot.distance() < cm(50) else robot.scan)[0]"],
  ])("%#: stand where they are needed and nowhere else", (value, wanted) => {
    expect(pythonOf(value)).toBe(wanted);
  });
});

describe("variables", () => {
  it("stay within drive, and begin where they may be read first", () => {
    expect(driveLines([set("Größe", number(3)), change("Größe", 1)])).toEqual(["groesse = 3", "groesse += 1"]);
    expect(driveLines([change("count", -2)])).toEqual(["count = 0", "count -= 2"]);
  });

  it("count as set when both sides of a decision set them", () => {
    const decide = (ending: boolean) => ({ ...block("if", { IF0: near, DO0: [set("v", number(1))], ...(ending ? { ELSE: [set("v", number(2))] } : {}) }), extraState: { rows: [], ending } });
    const say = block("say", { TEXT: read("v") });
    expect(driveLines([decide(true), say])[0]).toBe("if robot.distance() < cm(50):");
    expect(driveLines([decide(false), say])[0]).toBe("v = 0");
  });

  it("begin as what they are used for", () => {
    expect(driveLines([block("list_add", { ITEM: number(1), LIST: named("seen things") })])[0]).toBe("seen_things = []");
    expect(driveLines([block("print", { VALUE: block("thing_found", { THING: named("ball") }) })])[0]).toBe("ball = None");
  });

  it("are set by a loop only if it has a round", () => {
    const loop = block("count", { VARIABLE: named("i"), FROM: number(1), TO: number(3), DO: [stop] });
    expect(driveLines([loop])).toEqual(["for i in range(1, 4):", "    robot.stop()"]);
    expect(driveLines([loop, block("say", { TEXT: read("i") })])[0]).toBe("i = 0");
  });

  it("are shared between functions that use them", () => {
    const { text } = generated([set("n", number(0)), call("f"), block("say", { TEXT: read("n") })], [define("f", "add one", [change("n", 1)])]);
    expect(text).toBe(
      "n = 0\n\n\ndef drive(robot):\n    global n\n    n = 0\n    add_one()\n    robot.say(n)\n\n\ndef add_one():\n    global n\n    n += 1\n",
    );
  });

  it("keep their value between two calls of the same function", () => {
    const { text } = generated([call("f"), call("f")], [define("f", "count", [change("n", 1), block("say", { TEXT: read("n") })])]);
    expect(text).toContain("n = 0\n\n\ndef drive");
    expect(text).toContain("def count(robot):\n    global n\n");
  });

  it("stay within a function that sets them first", () => {
    const { text } = generated([call("f")], [define("f", "f", [set("n", number(2)), block("say", { TEXT: read("n") })])]);
    expect(text).not.toContain("global");
  });

  it("never have the name of something else", () => {
    const { text } = generated([set("go on", number(1)), set("Go_on", number(2)), set("robot", number(3)), set("cm", number(4)), call("f")], [define("f", "go on", [stop])]);
    expect(text).toContain("go_on_2 = 1\n    go_on_3 = 2\n    robot_ = 3\n    cm_ = 4\n    go_on(robot)");
  });
});

describe("functions", () => {
  it("are given the robot only if they need it, also for others that they call", () => {
    const { text } = generated(
      [call("outer", [number(2)])],
      [define("outer", "outer", [call("inner")], ["a"]), define("inner", "inner", [stop]), define("double", "double", [block("give_back", { VALUE: reckon(read("x"), "MULTIPLY", number(2)) })], ["x"])],
    );
    expect(text).toContain("    outer(robot, 2)\n");
    expect(text).toContain("def outer(robot, a):\n    inner(robot)\n");
    expect(text).toContain("def inner(robot):\n    robot.stop()\n");
    expect(text).toContain("def double(x):\n    return x * 2\n");
  });

  it("may call themselves", () => {
    const { text } = generated([call("f")], [define("f", "again", [stop, call("f")])]);
    expect(text).toContain("def again(robot):\n    robot.stop()\n    again(robot)\n");
  });

  it("have each parameter once, even if two of them are the same variable", () => {
    const { text } = generated([call("f", [number(1), number(2)])], [define("f", "f", [stop], ["a", "a"])]);
    expect(text).toContain("f(robot, 1)");
    expect(text).toContain("def f(robot, a):");
  });

  it("that are gone are left out, and said so", () => {
    const made = generated([call("nowhere"), block("print", { VALUE: call("nowhere", [], "function_call_value") })]);
    expect(made.text).toBe("def drive(robot):\n    print(0)\n");
    expect(made.troubles.map((one) => one.trouble)).toEqual(["function_gone", "function_gone"]);
  });
});

describe("loops", () => {
  it("count to the last number, up and down", () => {
    const count = (from: Saved, to: Saved) => driveLines([block("count", { VARIABLE: named("i"), FROM: from, TO: to, DO: [stop] })])[0];
    expect(count(number(1), number(10))).toBe("for i in range(1, 11):");
    expect(count(number(10), number(1))).toBe("for i in range(10, 0, -1):");
    expect(count(number(1.5), number(2.7))).toBe("for i in range(int(1.5), 3):");
    expect(count(number(0), block("list_summary", { WHAT: "len", LIST: block("scan") }))).toBe("for i in range(0, len(robot.scan) + 1):");
    expect(count(number(0), block("time"))).toBe("for i in range(0, int(robot.time_s) + 1):");
  });

  it("repeat whole numbers of times", () => {
    const times = (value: Saved) => driveLines([block("repeat", { TIMES: value, DO: [stop] })])[0];
    expect(times(number(4))).toBe("for _ in range(4):");
    expect(times(block("distance", { DIRECTION: "ahead" }))).toBe("for _ in range(int(robot.distance())):");
    expect(times(block("round", { A: block("time"), MODE: "nearest" }))).toBe("for _ in range(round(robot.time_s)):");
  });

  it("count with whole numbers, so that lists can be asked for them", () => {
    const lines = driveLines([block("count", { VARIABLE: named("i"), FROM: number(0), TO: number(9), DO: [block("print", { VALUE: block("list_item", { INDEX: read("i"), LIST: block("scan") }) })] })]);
    expect(lines[1]).toBe("    print(robot.scan[i])");
  });

  it("can be left only from within", () => {
    const leave = block("leave_loop", { WHAT: "break" });
    expect(driveLines([block("forever", { DO: [block("if", { IF0: near, DO0: [leave] })] })])).toContain("        break");
    const made = generated([leave]);
    expect(made.text).toBe("def drive(robot):\n    pass\n");
    expect(made.troubles.map((one) => one.trouble)).toEqual(["outside_loop"]);
    // A function that is called in a loop is not in it.
    expect(generated([block("forever", { DO: [call("f")] })], [define("f", "f", [leave])]).troubles.map((one) => one.trouble)).toEqual(["outside_loop"]);
  });

  it("in which no time passes are noticed", () => {
    const noticed = (inside: readonly Saved[]) => generated([block("forever", { DO: inside })]).troubles.map((one) => one.trouble);
    expect(noticed([])).toEqual(["no_time"]);
    expect(noticed([block("say", { TEXT: number(1) })])).toEqual(["no_time"]);
    expect(noticed([block("if", { IF0: near, DO0: [block("wait", { SECONDS: number(1) })] })])).toEqual([]);
    const counting = block("repeat_while", { MODE: "while", CONDITION: block("compare", { A: read("n"), OPERATOR: "LT", B: number(5) }), DO: [change("n", 1)] });
    expect(generated([counting]).troubles).toEqual([]);
    const watching = block("repeat_while", { MODE: "until", CONDITION: near });
    expect(generated([watching, stop]).troubles.map((one) => one.trouble)).toEqual(["no_time"]);
  });
});

describe("texts", () => {
  const join = (...parts: readonly Saved[]) => pythonOf({ ...block("join", Object.fromEntries(parts.map((part, index) => [`PART${index + 1}`, part]))), extraState: { rows: parts.map((_, index) => index + 1) } });
  const text = (value: string) => block("text", { TEXT: value });

  it("become f-strings with measured numbers rounded", () => {
    expect(join(text("x = "), block("distance", { DIRECTION: "ahead" }), text(" m"))).toBe('f"x = {robot.distance():.2f} m"');
    expect(join(text("{n}: "), read("n"))).toBe('f"{{n}}: {n}"');
    expect(join(text('say "'), number(3))).toBe('f"say \\"{3}"');
  });

  it("do without f-strings where Python 3.10 could not read them", () => {
    const sees = block("sees", { LABEL: block("colour", { COLOUR: "red" }) });
    expect(join(text("red: "), sees)).toBe('"red: " + str(any(seen.label == "red" for seen in robot.detections))');
  });
});

describe("lines", () => {
  it("know their block", () => {
    const made = generated([
      { ...block("forever", { DO: [{ ...block("if", { IF0: near, DO0: [{ ...stop, id: "STOP" }], ELSE: [{ ...block("wait", { SECONDS: number(1) }), id: "WAIT" }] }), id: "IF", extraState: { rows: [], ending: true } }] }), id: "LOOP" },
    ]);
    const at = (line: number) => made.lines.get(line);
    expect(made.text.split("\n").slice(1, 6).map((line) => line.trim())).toEqual(["while robot.running:", "if robot.distance() < cm(50):", "robot.stop()", "else:", "robot.wait(1)"]);
    expect([2, 3, 4, 5, 6].map(at)).toEqual(["LOOP", "IF", "STOP", "IF", "WAIT"]);
    expect(made.lines.size).toBe(6);
  });

  it("carry what people wrote on blocks as comments", () => {
    const icons = { comment: { text: "Watch out!\nHere it is tight.", pinned: false, height: 80, width: 160 } };
    expect(driveLines([{ ...stop, icons }])).toEqual(["# Watch out!", "# Here it is tight.", "robot.stop()"]);
  });
});

describe("what is no part of the program", () => {
  it("is left out: loose blocks, a second start, blocks that are switched off", () => {
    const made = generated([stop, { ...block("wait", { SECONDS: number(1) }), disabledReasons: ["MANUALLY_DISABLED"] }], [
      { ...stop, id: "LOOSE" },
      { type: "start", id: "SECOND", next: { block: stop } },
    ]);
    expect(made.text).toBe("def drive(robot):\n    robot.stop()\n");
    expect(made.troubles).toEqual([
      { blockId: "LOOSE", trouble: "loose" },
      { blockId: "SECOND", trouble: "second_start" },
    ]);
  });

  it("leaves a program that does nothing, when there is no start block", async () => {
    const { generateFromBlocks } = await import("@/blocks/generate");
    const made = generateFromBlocks('{"blocks": {"blocks": []}}');
    expect(made.text).toBe("def drive(robot):\n    pass\n");
    expect(made.troubles).toEqual([{ blockId: null, trouble: "no_start" }]);
  });
});
