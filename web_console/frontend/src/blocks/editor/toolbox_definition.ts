// SPDX-License-Identifier: Apache-2.0
/** The toolbox as Blockly wants it, and the categories whose blocks depend on the program. */
import * as Blockly from "blockly/core";
import type { WorkspaceSvg } from "blockly/core";
import { callState, DEFINE } from "@/blocks/definition/function_blocks";
import { spokenLanguage } from "@/blocks/definition/language";
import { CATEGORIES, CATEGORY_NAMES } from "@/blocks/registry";
import { categoryBlocks } from "@/blocks/toolbox";
import { blocks as words } from "@/i18n/catalogue/blocks";

type Items = Blockly.utils.toolbox.FlyoutItemInfoArray;

const NEW_VARIABLE = "NEW_VARIABLE";
/** Categories with something of the program in them. */
const DYNAMIC = { variables: "VALENCE_VARIABLES", functions: "VALENCE_FUNCTIONS" } as const;

/** What the toolbox holds, in the language that is spoken now. */
export function toolboxDefinition(): Blockly.utils.toolbox.ToolboxDefinition {
  const language = spokenLanguage();
  const categories = CATEGORY_NAMES.map((name) => ({
    kind: "category",
    name: CATEGORIES[name].words[language].name,
    icon: name,
    categorystyle: `${name}_category`,
    ...(name in DYNAMIC ? { custom: DYNAMIC[name as keyof typeof DYNAMIC] } : { contents: categoryBlocks(name, language) }),
  }));
  return { kind: "categoryToolbox", contents: [{ kind: "search", name: words[language].searchBlocks, contents: [] }, ...categories] };
}

/** Lets the toolbox offer a workspace's own variables and functions. */
export function offerOwn(workspace: WorkspaceSvg): void {
  workspace.registerToolboxCategoryCallback(DYNAMIC.variables, variableBlocks);
  workspace.registerToolboxCategoryCallback(DYNAMIC.functions, functionBlocks);
  workspace.registerButtonCallback(NEW_VARIABLE, (button) => Blockly.Variables.createVariableButtonHandler(button.getTargetWorkspace()));
}

function variableBlocks(workspace: WorkspaceSvg): Items {
  const variables = [...workspace.getVariableMap().getAllVariables()].sort((a, b) => a.getName().localeCompare(b.getName()));
  const newest = workspace.getVariableMap().getAllVariables().at(-1);
  const button = { kind: "button", text: words[spokenLanguage()].newVariable, callbackkey: NEW_VARIABLE };
  const forms = categoryBlocks("variables", spokenLanguage()).map((form) =>
    newest === undefined ? form : { ...form, fields: { VARIABLE: { id: newest.getId(), name: newest.getName() } } },
  );
  const getters = variables.map((one) => ({ kind: "block", type: "get_variable", fields: { VARIABLE: { id: one.getId(), name: one.getName() } } }));
  // Without a variable yet, the last form stands for one that comes to be when it is used.
  return [button, ...(variables.length === 0 ? forms : [...forms.slice(0, -1), ...getters])];
}

function functionBlocks(workspace: WorkspaceSvg): Items {
  const calls = workspace.getBlocksByType(DEFINE, true).flatMap((define) => {
    const extraState = callState(define);
    const inputs = Object.fromEntries(extraState.parameters.map(({ row }) => [`ARGUMENT${row}`, { shadow: { type: "number", fields: { NUMBER: 0 } } }]));
    return ["function_call", "function_call_value"].map((type) => ({ kind: "block", type, extraState, inputs }));
  });
  const label = calls.length === 0 ? [] : [{ kind: "label", text: words[spokenLanguage()].callsLabel }];
  return [...categoryBlocks("functions", spokenLanguage()), ...label, ...calls];
}
