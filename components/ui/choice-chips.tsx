import { FilterChip, FilterChips } from "./filter-chip";

/** One of several, as chips in a row, each with how many it stands for where that is told. */
export function ChoiceChips<Value extends string | null>({
  label,
  name,
  choices,
  words,
  count,
  chosen,
  onChange,
}: {
  label: string;
  /** Of the radio buttons underneath: one of a page's own. */
  name: string;
  choices: readonly Value[];
  words: (choice: Value) => string;
  count?: (choice: Value) => number;
  chosen: Value;
  onChange: (choice: Value) => void;
}) {
  return (
    <FilterChips label={label}>
      {choices.map((choice) => (
        <FilterChip
          key={choice}
          type="radio"
          name={name}
          checked={choice === chosen}
          onChange={() => onChange(choice)}
          count={count?.(choice)}
        >
          {words(choice)}
        </FilterChip>
      ))}
    </FilterChips>
  );
}
