// SPDX-License-Identifier: Apache-2.0
/** One Blockly workspace in the page, from the moment it is there until the editor goes or is made anew. */
import * as Blockly from "blockly/core";
import type { BlockSvg, WorkspaceSvg } from "blockly/core";
import { keepCallsInStep } from "@/blocks/definition/function_blocks";
import { speak } from "@/blocks/definition/language";
import { loadBlocks, LOOSE, saveBlocks } from "@/blocks/document";
import { hideMeasuringCanvas, keepFlyoutValid } from "@/blocks/editor/accessible_parts";
import { placeOverlays } from "@/blocks/editor/overlays";
import { prepareBlockly } from "@/blocks/editor/prepare_blockly";
import { themeFor, type Look } from "@/blocks/editor/themes";
import { offerOwn, toolboxDefinition } from "@/blocks/editor/toolbox_definition";
import { generateProgram, type GeneratedProgram } from "@/blocks/python/program";
import { registerBlocks } from "@/blocks/registry";
import type { Language } from "@/i18n/texts";

declare const __BLOCKLY_MEDIA__: string;

/** How far somebody had scrolled and zoomed. */
export interface Viewpoint {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface SessionOptions {
  readonly language: Language;
  readonly readOnly: boolean;
  readonly look: Look;
  readonly viewpoint: Viewpoint | null;
  /** Is told of the program whenever it may have changed: what it is now, and whether the blocks are other ones. */
  readonly onProgram: (program: GeneratedProgram, blocks: string, changed: boolean) => void;
  /** Is told which block is selected, if any. */
  readonly onSelect: (blockId: string | null) => void;
}

// So that a block with two sockets can be read beside the toolbox.
const START_SCALE = 0.8;
const NARROW_SCALE = 0.7;
const NARROW_PX = 760;
const MARGIN = 24;
const PROBLEM = "problem";

/** A text on a block. */
export interface BlockNote {
  readonly blockId: string;
  readonly text: string;
}

export class BlocksSession {
  private readonly workspace: WorkspaceSvg;
  private readonly resized: ResizeObserver;
  private last = "";
  private waiting = 0;
  private running: string | null = null;
  private noted = new Set<string>();
  private look: Look;
  private readonly stopMending: () => void;

  /**
   * @param element where it is to be; it has a size.
   * @param blocks what is to be in it.
   * @throws UnreadableBlocksError when the blocks can't be read; nothing is left behind then.
   */
  constructor(
    private readonly element: HTMLElement,
    blocks: string,
    private readonly options: SessionOptions,
  ) {
    speak(options.language);
    registerBlocks();
    prepareBlockly();
    placeOverlays();
    this.look = options.look;
    this.workspace = Blockly.inject(element, {
      media: __BLOCKLY_MEDIA__,
      renderer: "zelos",
      theme: themeFor(options.look),
      sounds: false,
      readOnly: options.readOnly,
      collapse: false,
      comments: true,
      disable: true,
      trashcan: !options.readOnly,
      maxInstances: { start: 1 },
      move: { scrollbars: true, drag: true, wheel: true },
      zoom: { controls: false, wheel: false, pinch: true, startScale: options.viewpoint?.scale ?? (element.clientWidth < NARROW_PX ? NARROW_SCALE : START_SCALE), minScale: 0.3, maxScale: 2.5, scaleSpeed: 1.15 },
      grid: { spacing: 24, length: 2, colour: "var(--blocks-grid)", snap: false },
      ...(options.readOnly ? {} : { toolbox: toolboxDefinition() }),
    });
    this.resized = new ResizeObserver(() => Blockly.svgResize(this.workspace));
    try {
      offerOwn(this.workspace);
      loadBlocks(blocks, this.workspace);
    } catch (error) {
      this.workspace.dispose();
      throw error;
    }
    this.stopMending = keepFlyoutValid(this.workspace);
    this.last = saveBlocks(this.workspace);
    this.workspace.addChangeListener((event) => this.hear(event));
    this.resized.observe(element);
    this.goTo(options.viewpoint);
    if (!options.readOnly) this.beginAtTheEnd();
    this.refresh();
    hideMeasuringCanvas();
  }

  dispose(): void {
    this.stopMending();
    window.clearTimeout(this.waiting);
    this.resized.disconnect();
    Blockly.hideChaff();
    this.workspace.dispose();
    this.element.replaceChildren();
  }

  get blocks(): string {
    return this.last;
  }

  get viewpoint(): Viewpoint {
    return { scale: this.workspace.scale, x: this.workspace.scrollX, y: this.workspace.scrollY };
  }

  /** Puts other blocks in; undo does not reach behind that. */
  load(blocks: string): void {
    loadBlocks(blocks, this.workspace);
    this.workspace.clearUndo();
    this.last = saveBlocks(this.workspace);
    this.refresh();
  }

  show(look: Look): void {
    if (look === this.look) return;
    this.look = look;
    this.workspace.setTheme(themeFor(look));
    this.workspace.getToolbox()?.refreshTheme();
  }

  undo(): void {
    this.workspace.undo(false);
  }

  redo(): void {
    this.workspace.undo(true);
  }

  get canUndo(): boolean {
    return this.workspace.getUndoStack().length > 0;
  }

  get canRedo(): boolean {
    return this.workspace.getRedoStack().length > 0;
  }

  zoom(by: number): void {
    this.workspace.zoomCenter(by);
  }

  fit(): void {
    this.workspace.zoomToFit();
    // A program of one block need not fill the page.
    if (this.workspace.scale > 1.2) this.workspace.setScale(1.2);
    this.goTo(null);
  }

  /** Shows which block is being carried out. */
  markRunning(blockId: string | null): void {
    if (blockId === this.running) return;
    this.group(this.running)?.classList.remove("blocksRunning");
    this.running = blockId;
    this.group(blockId)?.classList.add("blocksRunning");
    if (blockId !== null && !this.workspace.isDragging()) this.reveal(blockId);
  }

  /** Writes what is wrong onto the blocks. */
  note(notes: readonly BlockNote[]): void {
    const texts = new Map<string, string>();
    for (const { blockId, text } of notes) texts.set(blockId, [texts.get(blockId), text].filter((one) => one !== undefined).join("\n"));
    for (const id of this.noted) {
      if (texts.has(id)) continue;
      this.block(id)?.setWarningText(null, PROBLEM);
      this.group(id)?.classList.remove("blocksProblem");
    }
    for (const [id, text] of texts) {
      this.block(id)?.setWarningText(text, PROBLEM);
      this.group(id)?.classList.add("blocksProblem");
    }
    this.noted = new Set(texts.keys());
  }

  /** Shows a block and gives it the focus. */
  select(blockId: string): void {
    const block = this.block(blockId);
    if (block === null) return;
    this.reveal(blockId);
    Blockly.getFocusManager().focusNode(block);
  }

  /** Adds a start block, which is wanted once. */
  addStart(): void {
    if (this.workspace.getBlocksByType("start").length > 0) return;
    const top = Math.min(64, ...this.workspace.getTopBlocks(false).map((block) => block.getRelativeToSurfaceXY().y));
    Blockly.serialization.blocks.append({ type: "start", x: 40, y: top - 80, deletable: false }, this.workspace, { recordUndo: true });
    this.goTo(null);
  }

  private block(id: string | null): BlockSvg | null {
    return id === null ? null : this.workspace.getBlockById(id);
  }

  private group(id: string | null): SVGElement | null {
    return this.block(id)?.getSvgRoot() ?? null;
  }

  private reveal(blockId: string): void {
    const block = this.block(blockId);
    if (block !== null) this.workspace.scrollBoundsIntoView(block.getBoundingRectangleWithoutChildren(), MARGIN);
  }

  /** The first block that somebody takes with the keyboard is offered the place below the program, not somewhere. */
  private beginAtTheEnd(): void {
    let last: BlockSvg | null = this.workspace.getTopBlocks(false).find((block) => block.type === "start") ?? null;
    for (let next = last; next !== null; next = next.getNextBlock()) last = next;
    last?.getFocusableElement().classList.add(Blockly.FocusManager.PASSIVE_FOCUS_NODE_CSS_CLASS_NAME);
  }

  private goTo(viewpoint: Viewpoint | null): void {
    if (viewpoint !== null) {
      this.workspace.scroll(viewpoint.x, viewpoint.y);
      return;
    }
    const { left, top } = this.workspace.getBlocksBoundingBox();
    const { scale } = this.workspace;
    this.workspace.scroll(MARGIN - left * scale, MARGIN * 1.5 - top * scale);
  }

  private hear(event: Blockly.Events.Abstract): void {
    if (event instanceof Blockly.Events.Selected) this.options.onSelect(event.newElementId ?? null);
    const dropped = event instanceof Blockly.Events.BlockDrag && event.isStart === false;
    if (event.isUiEvent && !dropped) return;
    // Many events come at once; the program is made when all of them are through.
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.refresh(event.group), 0);
  }

  /** Makes the program anew, and greys what is not part of it. */
  private refresh(group = ""): void {
    // While a block is in the air it belongs nowhere.
    if (this.workspace.isDragging()) return;
    const before = Blockly.Events.getGroup();
    Blockly.Events.setGroup(group);
    keepCallsInStep(this.workspace);
    Blockly.Events.setGroup(before);
    const program = generateProgram(this.workspace);
    this.greyLoose(new Set(program.troubles.flatMap((one) => (one.trouble === "loose" || one.trouble === "second_start" || one.trouble === "second_learn" ? [one.blockId] : []))));
    const blocks = saveBlocks(this.workspace);
    const changed = blocks !== this.last;
    this.last = blocks;
    this.options.onProgram(program, blocks, changed);
  }

  private greyLoose(roots: ReadonlySet<string | null>): void {
    const record = Blockly.Events.getRecordUndo();
    Blockly.Events.disable();
    Blockly.Events.setRecordUndo(false);
    try {
      for (const top of this.workspace.getTopBlocks(false)) {
        const loose = roots.has(top.id);
        for (const block of top.getDescendants(false)) block.setDisabledReason(loose, LOOSE);
      }
    } finally {
      Blockly.Events.setRecordUndo(record);
      Blockly.Events.enable();
    }
  }
}
