"use client";

import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import { type DroppedRows, NONE_DROPPED, RowSelection } from "./row-selection";

/** What a table needs so that its rows can be selected. */
export interface Selecting<Row> {
  selection: RowSelection<Row>;
  /**
   * Why a row cannot be selected; null where it can. The same function on each render, as it is called for all rows.
   */
  whyDenied: (row: Row) => string | null;
  /** The accessible name of a row's box. */
  nameOf: (row: Row) => string;
}

/** A selection that lives as long as the calling component. */
export function useRowSelection<Row>(): RowSelection<Row> {
  const [selection] = useState(() => new RowSelection<Row>());
  return selection;
}

/** How many rows are picked one by one. */
export const usePickedCount = <Row>(selection: RowSelection<Row>): number =>
  useSyncExternalStore(
    selection.subscribe,
    () => selection.size,
    () => 0,
  );

export const useIsWholePicked = <Row>(selection: RowSelection<Row>): boolean =>
  useSyncExternalStore(
    selection.subscribe,
    () => selection.isWhole,
    () => false,
  );

/** Whether anything is selected, in either way. False for a table without a selection. */
export const useIsPicking = <Row>(selection: RowSelection<Row> | undefined): boolean =>
  useSyncExternalStore(
    selection?.subscribe ?? NEVER,
    () => selection?.isEmpty === false,
    () => false,
  );

export const useIsPicked = <Row>(selection: RowSelection<Row> | undefined, key: string, row: Row): boolean =>
  useSyncExternalStore(
    selection?.subscribe ?? NEVER,
    () => selection?.has(key, row) ?? false,
    () => false,
  );

export const useDroppedRows = <Row>(selection: RowSelection<Row>): DroppedRows =>
  useSyncExternalStore(
    selection.subscribe,
    () => selection.dropped,
    () => NONE_DROPPED,
  );

/** Drops rows from the selection that left `rows`, or can no longer be selected. */
export function usePruneSelection<Row>(
  selecting: Selecting<Row> | undefined,
  rows: readonly Row[],
  rowKey: (row: Row) => string,
): void {
  const prune = useEffectEvent(() => {
    if (!selecting || selecting.selection.size === 0) return;
    selecting.selection.refresh(
      new Map(rows.map((row) => [rowKey(row), row])),
      (row) => selecting.whyDenied(row) !== null,
    );
  });
  useEffect(() => prune(), [rows]);
}

const NEVER = () => () => {};
