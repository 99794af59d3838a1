import ts from "typescript";

/** The name under which somebody finds a function: its own, or that of what it is given to. */
export function functionName(node: ts.FunctionLikeDeclaration): string {
  if (ts.isConstructorDeclaration(node)) return `${className(node)}constructor`;
  if (node.name) return `${className(node)}${node.name.getText()}`;
  return nameOfValue(node) ?? "anonymous function";
}

/** What an expression is called where it stands. A call such as `memo(() => …)` gives its own name to its argument. */
function nameOfValue(node: ts.Expression | ts.FunctionLikeDeclaration): string | null {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  if (ts.isPropertyDeclaration(parent)) return `${className(parent)}${parent.name.getText()}`;
  if (ts.isExportAssignment(parent) || hasDefault(node)) return "default export";
  if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent))
    return nameOfValue(parent);
  if (ts.isCallExpression(parent) && parent.expression !== node)
    return nameOfValue(parent) ?? `argument of ${firstLineOf(parent.expression)}`;
  return null;
}

function className(member: ts.Node): string {
  const { parent } = member;
  return ts.isClassLike(parent) && parent.name ? `${parent.name.text}.` : "";
}

function hasDefault(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    !!ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  );
}

const firstLineOf = (node: ts.Node): string => node.getText().split("\n")[0]!;
