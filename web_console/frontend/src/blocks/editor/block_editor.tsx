// SPDX-License-Identifier: Apache-2.0
/** The block editor: toolbox, blocks, notes on them, and the Python that they make. Loaded when a mission opens. */
import "@/blocks/editor/block_editor.css";
import { useComputedColorScheme } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { UnreadableBlocksError, type Unreadable } from "@/blocks/document";
import { BlocksSession, type BlockNote, type Viewpoint } from "@/blocks/editor/blocks_session";
import { useHighContrast } from "@/blocks/editor/contrast";
import { EditorBar } from "@/blocks/editor/editor_bar";
import { KeysHelp } from "@/blocks/editor/keys_help";
import { Notes, notesFor } from "@/blocks/editor/notes";
import { onHelpKey } from "@/blocks/editor/prepare_blockly";
import type { Look } from "@/blocks/editor/themes";
import { UnreadableBlocks } from "@/blocks/editor/unreadable_blocks";
import { GeneratedCode } from "@/blocks/generated_code";
import type { GeneratedProgram } from "@/blocks/python/program";
import { starterBlocks, type BlocksMission } from "@/blocks/starter";
import type { Language } from "@/i18n/texts";

/** Something that is wrong with the program, found by the server or while it ran. */
export interface BlockProblem {
  /** Line of the generated Python, from 1; 0 when the program as a whole is meant. */
  readonly line: number;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: "error" | "warning";
  /** The language of its words, where it is not that of the page. */
  readonly lang?: "en";
}

export interface BlockEditorProps {
  /** The blocks as text; null for a new program, which begins with the mission's starter. */
  readonly value: string | null;
  /** Is told of every change: the blocks, and the Python that they make. For a new program also once at the beginning. */
  readonly onChange: (document: { blocks: string; text: string }) => void;
  /** The line of the generated Python that is being carried out. */
  readonly highlightLine?: number | null;
  readonly problems?: readonly BlockProblem[];
  readonly readOnly?: boolean;
  readonly mission: BlocksMission;
}

const EMPTY: GeneratedProgram = { text: "", lines: new Map(), troubles: [] };
const NO_PROBLEMS: readonly BlockProblem[] = [];

export function BlockEditor({ value, onChange, highlightLine = null, problems = NO_PROBLEMS, readOnly = false, mission }: BlockEditorProps) {
  const { t, i18n } = useTranslation("blocks");
  const language = i18n.language as Language;
  const look = useLook();
  const [showPython, setShowPython] = useLocalStorage({ key: "valence.blocks.python", defaultValue: false });
  const [helpOpen, setHelpOpen] = useState(false);
  const [program, setProgram] = useState(EMPTY);
  const [selected, setSelected] = useState<string | null>(null);
  const [history, setHistory] = useState({ undo: false, redo: false });
  const [unreadable, setUnreadable] = useState<{ reason: Unreadable; blocks: string } | null>(null);
  // Counts up when the workspace has to be made anew.
  const [round, setRound] = useState(0);

  const place = useRef<HTMLDivElement>(null);
  const session = useRef<BlocksSession | null>(null);
  // The blocks that were last taken in or given out.
  const shown = useRef(value ?? starterBlocks(mission));
  const viewpoint = useRef<Viewpoint | null>(null);
  const given = useRef(value);

  const hearProgram = useEffectEvent((made: GeneratedProgram, blocks: string, changed: boolean) => {
    setProgram(made);
    const now = session.current;
    setHistory({ undo: now?.canUndo ?? false, redo: now?.canRedo ?? false });
    if (!changed && given.current !== null) return;
    shown.current = blocks;
    given.current = blocks;
    onChange({ blocks, text: made.text });
  });

  const open = useEffectEvent((element: HTMLElement): BlocksSession | null => {
    try {
      return new BlocksSession(element, shown.current, {
        language,
        readOnly,
        look,
        viewpoint: viewpoint.current,
        onProgram: hearProgram,
        onSelect: setSelected,
      });
    } catch (error) {
      if (!(error instanceof UnreadableBlocksError)) throw error;
      setUnreadable({ reason: error.reason, blocks: shown.current });
      return null;
    }
  });

  // Labels can't be changed on blocks that stand there: another language needs a new workspace. The work moves over.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const opened = open(element);
    session.current = opened;
    return () => {
      session.current = null;
      if (opened === null) return;
      viewpoint.current = opened.viewpoint;
      opened.dispose();
    };
  }, [language, readOnly, round, unreadable]);

  // Another version from outside: what came back from here is no news.
  useEffect(() => {
    if (value === given.current) return;
    given.current = value;
    shown.current = value ?? starterBlocks(mission);
    viewpoint.current = null;
    setUnreadable(null);
    setRound((before) => before + 1);
  }, [value, mission]);

  useEffect(() => session.current?.show(look), [look]);
  useEffect(() => {
    onHelpKey(() => setHelpOpen(true));
  }, []);

  const notes = useMemo(() => notesFor(program, problems, t), [program, problems, t]);
  const runningBlock = highlightLine === null ? null : (program.lines.get(highlightLine) ?? null);
  useEffect(() => session.current?.markRunning(runningBlock), [runningBlock, language, readOnly, round]);
  useEffect(() => {
    const onBlocks = notes.flatMap((one): BlockNote[] => (one.blockId === null || one.quiet ? [] : [{ blockId: one.blockId, text: one.text }]));
    session.current?.note(onBlocks);
  }, [notes, language, readOnly, round]);

  if (unreadable !== null) {
    return (
      <UnreadableBlocks
        reason={unreadable.reason}
        text={unreadable.blocks}
        onStartAnew={
          readOnly
            ? null
            : () => {
                // The new blocks are told as a change, so that the page has their text.
                given.current = null;
                shown.current = starterBlocks(mission);
                setUnreadable(null);
              }
        }
      />
    );
  }
  return (
    <section className="blocksEditor" data-look={look} aria-label={t("editor")}>
      <EditorBar
        readOnly={readOnly}
        history={history}
        showPython={showPython}
        onUndo={() => session.current?.undo()}
        onRedo={() => session.current?.redo()}
        onZoom={(by) => session.current?.zoom(by)}
        onFit={() => session.current?.fit()}
        onHelp={() => setHelpOpen(true)}
        onPython={() => setShowPython(!showPython)}
      />
      <div className="blocksMiddle">
        <div className="blocksPlace" ref={place} />
        {showPython && (
          <GeneratedCode
            text={program.text}
            highlightLine={highlightLine}
            selectedLines={linesOf(program, selected)}
            onLine={(line) => {
              const block = program.lines.get(line);
              if (block !== undefined) session.current?.select(block);
            }}
          />
        )}
      </div>
      <Notes notes={notes} onShow={(blockId) => session.current?.select(blockId)} onAddStart={readOnly ? null : () => session.current?.addStart()} />
      <KeysHelp opened={helpOpen} onClose={() => setHelpOpen(false)} />
    </section>
  );
}

export default BlockEditor;

function linesOf(program: GeneratedProgram, blockId: string | null): ReadonlySet<number> {
  return new Set([...program.lines].filter(([, id]) => id === blockId).map(([line]) => line));
}

/** Light or dark as the console is, and how strong its contrast. */
function useLook(): Look {
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const [high] = useHighContrast();
  return high ? `contrast-${scheme}` : scheme;
}
