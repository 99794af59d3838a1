import type { DataColumn } from "./data-column";
import { DataTableRow } from "./data-table-row";
import type { RowRange } from "./row-window";
import type { ShownRows } from "./shown-rows";

/** The rows of `range`, between two gaps as high as those above and below. */
export function DataTableBody<Row>({
  columns,
  shown: { rows, rowKey, isGone, selection },
  range: { first, end },
  rowHeight,
  activeKey,
  onActivate,
  onPointerHold,
}: {
  columns: readonly DataColumn<Row>[];
  shown: ShownRows<Row>;
  range: RowRange;
  rowHeight: number;
  activeKey: string | null;
  onActivate: (index: number) => void;
  onPointerHold: (held: boolean) => void;
}) {
  return (
    <>
      <Gap height={first * rowHeight} />
      <tbody
        className="[&>tr:last-child>td]:border-b-0"
        onPointerEnter={() => onPointerHold(true)}
        onPointerLeave={() => onPointerHold(false)}
      >
        {rows.slice(first, end).map((row, offset) => {
          const key = rowKey(row);
          return (
            <DataTableRow
              key={key}
              row={row}
              rowKey={key}
              columns={columns}
              index={first + offset}
              height={rowHeight}
              active={key === activeKey}
              selection={selection}
              gone={isGone(row)}
              onPoint={onActivate}
            />
          );
        })}
      </tbody>
      <Gap height={(rows.length - end) * rowHeight} />
    </>
  );
}

/** The space of the rows that are not drawn. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden>
      <tr style={{ height }} />
    </tbody>
  );
}
