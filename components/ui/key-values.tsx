import type { ReactNode } from "react";
import { joinClasses } from "./join-classes";
import { TONE_TEXT, type Tone } from "./tone";

export interface KeyValue {
  label: ReactNode;
  value: ReactNode;
  mono?: boolean;
  tone?: Tone;
}

/** Facts side by side in cells that wrap on narrow screens. `bare` leaves out the frame. */
export function KeyValueStrip({ items, bare = false }: { items: readonly KeyValue[]; bare?: boolean }) {
  return (
    <dl className={joinClasses("flex flex-wrap gap-px overflow-hidden bg-line", !bare && "panel bg-line!")}>
      {items.map((item, index) => (
        <div key={index} className="min-w-36 flex-1 basis-auto bg-panel px-3 py-2">
          <dt className="text-xs text-muted">{item.label}</dt>
          <dd className={valueClass(item, "font-medium")}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function valueClass({ mono, tone = "neutral" }: KeyValue, fontClass?: string): string {
  return joinClasses("min-w-0 text-sm wrap-anywhere", TONE_TEXT[tone], mono && "font-mono", fontClass);
}
