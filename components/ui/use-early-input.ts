"use client";

import { type Ref, type RefCallback, useCallback, useEffect, useRef } from "react";

type Field = HTMLInputElement | HTMLSelectElement;

/**
 * Tells React what was typed, ticked, chosen or filled in by the browser before the page's script ran, as if it were
 * done now. Without this the field shows it, nothing acts on it, and the next draw (or the form's own first value)
 * wipes it out. Hand the ref to the field; `ref` is called with it as well.
 */
export function useEarlyInput<Of extends Field>(ref?: Ref<Of>): RefCallback<Of> {
  const repeat = useRef<(() => void) | null>(undefined);
  useEffect(() => {
    const { current } = repeat;
    repeat.current = null;
    // After the effects of all that is around it: the router's sees no change of the address before.
    if (current) queueMicrotask(current);
  }, []);
  return useCallback(
    (field: Of | null) => {
      // Before the ref of a form, which sets its own first value.
      if (field && repeat.current === undefined) repeat.current = repeatOf(field);
      if (typeof ref === "function") return ref(field);
      if (ref) ref.current = field;
    },
    [ref],
  );
}

/** What was drawn stands in `defaultValue` and its like. Null: the field is as it was drawn. */
function repeatOf(field: Field): (() => void) | null {
  if (field instanceof HTMLSelectElement) return repeatChoice(field);
  const isTick = field.type === "checkbox" || field.type === "radio";
  return isTick ? repeatTick(field) : repeatText(field);
}

function repeatText(input: HTMLInputElement) {
  const { value, defaultValue } = input;
  if (value === defaultValue) return null;
  return () => {
    // Typed on since: React has heard of that, and of all before with it.
    if (input.value !== value && input.value !== defaultValue) return;
    // It hears of an input only where the value is not the one last set by script.
    input.value = defaultValue;
    Reflect.set(HTMLInputElement.prototype, "value", value, input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

function repeatTick(input: HTMLInputElement) {
  const { checked, defaultChecked, type } = input;
  // Of a radio's group only the one that was chosen has something to tell.
  if (checked === defaultChecked || (type === "radio" && !checked)) return null;
  return () => {
    if (input.checked !== checked) return;
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
