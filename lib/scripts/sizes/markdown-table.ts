/**
 * A table as prettier writes it: cells are padded, numbers stand to the right.
 *
 * @param rows the header first; all of one length
 * @param textColumns the columns that stand to the left
 */
export function markdownTable(rows: readonly (readonly string[])[], textColumns: readonly number[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const toLine = (row: readonly string[]) => {
    const cells = row.map((cell, column) =>
      textColumns.includes(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return `| ${cells.join(" | ")} |`;
  };
  const [header, ...body] = rows.map(toLine);
  const rule = widths.map((width, column) =>
    textColumns.includes(column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [header, `| ${rule.join(" | ")} |`, ...body].join("\n");
}
