import ts from "typescript";
import { functionName } from "./function-name.ts";

/** A part of a file with its size: a function with its number of lines, or a component with its number of props. */
export type Sized = { name: string; line: number; size: number };

const TESTS = ["describe", "it", "test", "suite"];

/** All functions that have a body, with their lines. Includes nested functions, but not the callbacks of tests. */
export function findFunctions(file: ts.SourceFile): Sized[] {
  const found: Sized[] = [];
  const visit = (node: ts.Node) => {
    if (isFunction(node) && !isTest(node)) {
      const first = lineOf(file, node.getStart(file));
      found.push({ name: functionName(node), line: first, size: lineOf(file, node.end) - first + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

export function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

export function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1;
}

/** Whether it is the callback of a test: `describe("…", () => …)`, `test.each([…])("…", () => …)` and their like. */
function isTest(node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.expression === node) return false;
  let callee: ts.Node = parent.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) callee = callee.expression;
    else if (ts.isTaggedTemplateExpression(callee)) callee = callee.tag;
    else return false;
  }
  return TESTS.includes(callee.text);
}
