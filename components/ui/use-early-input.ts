"use client";

import { type Ref, type RefCallback, useCallback, useEffect, useRef } from "react";

type Field = HTMLInputElement | HTMLSelectElement;

/**
 * Replays for React what was typed, ticked, chosen or autofilled before the page's script ran. Without this the field
 * shows the input, but nothing acts on it, and the next render (or the form's own initial value) erases it. Give the
 * returned ref to the field; it calls `ref` as well.
 */
export function useEarlyInput<Of extends Field>(ref?: Ref<Of>): RefCallback<Of> {
  const repeat = useRef<(() => void) | null>(undefined);
  useEffect(() => {
    const { current } = repeat;
    repeat.current = null;
    // A microtask runs after the router's effects. The router would not see a change of the URL before them.
    if (current) queueMicrotask(current);
  }, []);
  return useCallback(
    (field: Of | null) => {
      // Read before the form's own ref is called, which sets the initial value.
      if (field && repeat.current === undefined) repeat.current = repeatOf(field);
      if (typeof ref === "function") return ref(field);
      if (ref) ref.current = field;
    },
    [ref],
  );
}

/**
 * Returns a function that replays the input, or null if the field still has what the server rendered: its
 * `defaultValue`, `defaultChecked` or `defaultSelected`.
 */
function repeatOf(field: Field): (() => void) | null {
  if (field instanceof HTMLSelectElement) return repeatChoice(field);
  const isTick = field.type === "checkbox" || field.type === "radio";
  return isTick ? repeatTick(field) : repeatText(field);
}

function repeatText(input: HTMLInputElement) {
  const { value, defaultValue } = input;
  if (value === defaultValue) return null;
  return () => {
    // The person has typed more since: React has handled that, with everything before it.
    if (input.value !== value && input.value !== defaultValue) return;
    // React ignores an input event if the value is the one that it saw last. So it sees the old value first.
    input.value = defaultValue;
    Reflect.set(HTMLInputElement.prototype, "value", value, input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

function repeatTick(input: HTMLInputElement) {
  const { checked, defaultChecked, type } = input;
  // In a radio group, only the chosen button has a change to replay.
  if (checked === defaultChecked || (type === "radio" && !checked)) return null;
  let hasChanged = false;
  input.addEventListener("change", () => (hasChanged = true), { once: true });
  return () => {
    // The person has changed it since, and React has handled that. A render in between only resets it.
    if (hasChanged) return;
    input.checked = defaultChecked;
    input.click();
  };
}

function repeatChoice(select: HTMLSelectElement) {
  const { value } = select;
  const drawn = [...select.options].find(({ defaultSelected }) => defaultSelected) ?? select.options[0];
  if (!drawn || value === drawn.value) return null;
  return () => {
    if (select.value !== value && select.value !== drawn.value) return;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
}
