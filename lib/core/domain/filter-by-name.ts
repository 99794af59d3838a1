/** Those whose thing's name has `name` in it, whatever the case: the one meaning of the filter, on a page and in a plan. */
export function filterByName<Row extends { thingName: string }>(
  rows: readonly Row[],
  name: string | null,
): readonly Row[] {
  if (name === null) return rows;
  const wanted = name.toLowerCase();
  return rows.filter(({ thingName }) => thingName.toLowerCase().includes(wanted));
}
