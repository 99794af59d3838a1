import { FilterChip, FilterChips } from "./filter-chip";

/** One choice of several, as chips in a row, each with a count where one is given. */
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
  /** The name of the radio group. Unique on the page. */
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
