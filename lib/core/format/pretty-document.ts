/** A job document with line breaks and indentation. A text that is not JSON is shown as it is. */
export function prettyDocument(document: string): string {
  return isJson(document) ? layOut(document) : document;
}

/** Whether the text is JSON. AWS IoT requires that, and stores what it gets. */
export function isJson(document: string): boolean {
  try {
    JSON.parse(document);
    return true;
  } catch {
    return false;
  }
}

const TOKEN = /"(?:\\.|[^"\\])*"|[[\]{},:]|[^\s[\]{},:"]+/g;
const INDENT = "  ";

/**
 * Changes nothing but the space between tokens. Serializing the parsed document would change more: long numbers lose
 * digits, and of two equal keys one vanishes, while the device gets both.
 */
function layOut(json: string): string {
  const tokens = json.match(TOKEN) ?? [];
  let depth = 0;
  let text = "";
  const newLine = () => `\n${INDENT.repeat(depth)}`;
  tokens.forEach((token, at) => {
    const opens = token === "{" || token === "[";
    const closes = token === "}" || token === "]";
    const isEmpty = closes && (tokens[at - 1] === "{" || tokens[at - 1] === "[");
    if (closes) depth--;
    if (closes && !isEmpty) text += newLine();
    text += token;
    if (opens) depth++;
    if (token === ",") text += newLine();
    else if (token === ":") text += " ";
    else if (opens && tokens[at + 1] !== "}" && tokens[at + 1] !== "]") text += newLine();
  });
  return text;
}
