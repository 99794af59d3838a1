import ts from "typescript";
import { isFunction, lineOf, type Sized } from "./find-functions.ts";
import { functionName } from "./function-name.ts";
import { propNames } from "./prop-names.ts";

/**
 * The components of a .tsx file (functions with a capitalized name and one parameter), with the number of their own
 * props.
 */
export function findComponents(file: ts.SourceFile): Sized[] {
  if (!file.fileName.endsWith(".tsx")) return [];
  const found: Sized[] = [];
  const visit = (node: ts.Node) => {
    if (isFunction(node) && isComponentName(functionName(node)) && node.parameters.length === 1)
      found.push({
        name: functionName(node),
        line: lineOf(file, node.getStart(file)),
        size: propNames(node.parameters[0]!).size,
      });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether a name is that of a component. That of a method, such as "Class.render", is not. */
const isComponentName = (name: string): boolean => /^[A-Z][A-Za-z0-9]*$/.test(name);
