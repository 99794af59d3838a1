"use client";

import { type Ref, type RefCallback, useCallback, useEffect, useRef } from "react";

/**
 * Tells React what was typed, ticked or filled in by the browser before the page's script ran, as if it were done
 * now. Without this the field shows it, nothing acts on it, and the next draw (or the form's own first value) wipes
 * it out. Hand the ref to the input; `ref` is called with it as well.
 */
export function useEarlyInput(ref?: Ref<HTMLInputElement>): RefCallback<HTMLInputElement> {
  const repeat = useRef<(() => void) | null>(undefined);
  useEffect(() => {
    const { current } = repeat;
    repeat.current = null;
    // After the effects of all that is around it: the router's sees no change of the address before.
    if (current) queueMicrotask(current);
  }, []);
  return useCallback(
    (input: HTMLInputElement | null) => {
      // Before the ref of a form, which sets its own first value.
      if (input && repeat.current === undefined) repeat.current = repeatEarly(input);
      if (typeof ref === "function") return ref(input);
      if (ref) ref.current = input;
    },
    [ref],
  );
}

/**
 * React sets `defaultValue` and `defaultChecked` to what it drew, and leaves the rest to the user. It hears of an
 * input only where the value differs from the one last set by script: so back to what was drawn first.
 */
function repeatEarly(input: HTMLInputElement): (() => void) | null {
  const { value, defaultValue, checked, defaultChecked, type } = input;
  if (type === "checkbox" || type === "radio") {
    // Of a radio's group only the one that was chosen has something to tell.
    if (checked === defaultChecked || (type === "radio" && !checked)) return null;
    return () => {
      if (input.checked !== checked) return;
      input.checked = defaultChecked;
      input.click();
    };
  }
  if (value === defaultValue) return null;
  return () => {
    // Typed on since: React has heard of that, and of all before with it.
    if (input.value !== value && input.value !== defaultValue) return;
    input.value = defaultValue;
    Reflect.set(HTMLInputElement.prototype, "value", value, input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
}
