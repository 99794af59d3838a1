/** Keeps the place of the selection's bar until its code is there: the rows below must not move as it comes. */
export function SelectionBarPlace() {
  return <div className="min-h-11.5 border-b border-line" />;
}
