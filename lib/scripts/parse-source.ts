import ts from "typescript";

const KINDS: readonly (readonly [RegExp, ts.ScriptKind])[] = [
  [/\.tsx$/, ts.ScriptKind.TSX],
  [/\.ts$/, ts.ScriptKind.TS],
  [/\.m?js$/, ts.ScriptKind.JS],
  [/\.json$/, ts.ScriptKind.JSON],
];

/** The syntax tree of a file, with parents. @returns null for a file that is neither code nor JSON */
export function parseSource(path: string, text: string): ts.SourceFile | null {
  const kind = KINDS.find(([pattern]) => pattern.test(path))?.[1];
  if (kind === undefined) return null;
  const options = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone, // comments are read as text: parsing them takes a third of the time
  };
  return ts.createSourceFile(path, text, options, true, kind);
}
