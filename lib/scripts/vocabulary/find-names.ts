import ts from "typescript";
import { parseSource } from "../parse-source.ts";

export type Name = { text: string; offset: number };

const CSS_PROSE = /\/\*.*?\*\/|"[^"\n]*"|'[^'\n]*'/gs;
const CSS_NAME = /[\w-]+/g;

/**
 * The names that a file gives or uses: identifiers of code, keys of objects and JSON, names of CSS. What is left is
 * prose: comments, string literals, templates, text of JSX, Markdown.
 */
export function findNames(path: string, text: string): Name[] {
  if (path.endsWith(".css")) return namesOfStyles(text);
  const file = parseSource(path, text);
  return file === null ? [] : namesOfCode(file);
}

function namesOfCode(file: ts.SourceFile): Name[] {
  const names: Name[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || isQuotedKey(node))
      names.push({ text: node.getText(file), offset: node.getStart(file) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

function isQuotedKey(node: ts.Node): node is ts.StringLiteralLike {
  return ts.isStringLiteralLike(node) && (node.parent as Partial<ts.NamedDeclaration>).name === node;
}

function namesOfStyles(text: string): Name[] {
  const code = text.replace(CSS_PROSE, (prose) => " ".repeat(prose.length));
  return Array.from(code.matchAll(CSS_NAME), ({ 0: name, index }) => ({ text: name, offset: index }));
}
