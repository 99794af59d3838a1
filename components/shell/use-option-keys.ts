import { type RefObject, useEffect, useEffectEvent } from "react";

/**
 * Keyboard control of a combobox whose options may come after its input: arrows move, Enter chooses. The focus stays in
 * the input, which names the active option for screen readers.
 *
 * @param options how many there are, and which is active
 */
export function useOptionKeys(
  input: RefObject<HTMLInputElement | null>,
  options: { count: number; active: number; listId: string; activeId: string },
  onMove: (to: number) => void,
  onChoose: () => void,
): void {
  const { count, active, listId, activeId } = options;
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (count === 0 || event.isComposing) return;
    if (event.key === "ArrowDown") onMove((active + 1) % count);
    else if (event.key === "ArrowUp") onMove((active + count - 1) % count);
    else if (event.key === "Enter") onChoose();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const field = input.current;
    const listen = (event: KeyboardEvent) => press(event);
    field?.addEventListener("keydown", listen);
    return () => field?.removeEventListener("keydown", listen);
  }, [input]);

  const isListed = count > 0;
  useEffect(() => {
    const field = input.current;
    if (!field || !isListed) return;
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", listId);
    field.setAttribute("aria-activedescendant", activeId);
    document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
    return () => {
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-controls");
      field.removeAttribute("aria-activedescendant");
    };
  }, [input, isListed, listId, activeId]);
}
