/** The rows whose thing's name contains `name` in any case. Pages and plans share this meaning of the filter. */
export function filterByName<Row extends { thingName: string }>(
  rows: readonly Row[],
  name: string | null,
): readonly Row[] {
  if (name === null) return rows;
  const wanted = name.toLowerCase();
  return rows.filter(({ thingName }) => thingName.toLowerCase().includes(wanted));
}
