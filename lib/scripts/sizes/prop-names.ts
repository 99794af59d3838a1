import ts from "typescript";

type Shape = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** They change no name of what they are given. */
const TRANSPARENT = ["Readonly", "Partial", "Required"];

/**
 * The names of a component's own props: the members of its parameter's type, as far as the file itself says them. What
 * comes from elsewhere, such as attributes of HTML, is not counted. Without a type that the file says: the names that
 * the parameter takes out.
 */
export function propNames(parameter: ts.ParameterDeclaration): Set<string> {
  const typed = parameter.type ? membersOf(parameter.type, shapesOf(parameter.getSourceFile())) : [];
  return new Set(typed.length > 0 ? typed : destructuredNames(parameter.name));
}

function shapesOf(file: ts.SourceFile): Map<string, Shape> {
  const shapes = file.statements.filter(
    (statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement),
  );
  return new Map(shapes.map((shape) => [shape.name.text, shape]));
}

/** @param shapes of the file, without those that are being looked into: a type may contain itself */
function membersOf(type: ts.TypeNode, shapes: ReadonlyMap<string, Shape>): string[] {
  if (ts.isTypeLiteralNode(type)) return namesOf(type.members);
  if (ts.isParenthesizedTypeNode(type)) return membersOf(type.type, shapes);
  if (ts.isIntersectionTypeNode(type) || ts.isUnionTypeNode(type))
    return type.types.flatMap((part) => membersOf(part, shapes));
  if (!ts.isTypeReferenceNode(type)) return [];
  const name = type.typeName.getText();
  const shape = shapes.get(name);
  if (shape) return membersOfShape(shape, without(shapes, name));
  const [argument] = type.typeArguments ?? [];
  return argument && TRANSPARENT.includes(name) ? membersOf(argument, shapes) : [];
}

function membersOfShape(shape: Shape, shapes: ReadonlyMap<string, Shape>): string[] {
  if (ts.isTypeAliasDeclaration(shape)) return membersOf(shape.type, shapes);
  const parents = shape.heritageClauses?.flatMap(({ types }) => types) ?? [];
  const inherited = parents.flatMap(({ expression }) => {
    const parent = shapes.get(expression.getText());
    return parent ? membersOfShape(parent, without(shapes, expression.getText())) : [];
  });
  return [...namesOf(shape.members), ...inherited];
}

function namesOf(members: ts.NodeArray<ts.TypeElement>): string[] {
  return members.flatMap(({ name }) => (name ? [name.getText()] : []));
}

function destructuredNames(name: ts.BindingName): string[] {
  if (!ts.isObjectBindingPattern(name)) return [];
  const own = name.elements.filter(({ dotDotDotToken }) => dotDotDotToken === undefined);
  return own.map((element) => (element.propertyName ?? element.name).getText());
}

function without(shapes: ReadonlyMap<string, Shape>, name: string): Map<string, Shape> {
  return new Map([...shapes].filter(([key]) => key !== name));
}
