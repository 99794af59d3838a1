"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { versionPhrase } from "@/lib/core/format/version-words";

/** Limits the cancellation to the version that was seen, where AWS reports one. */
export function VersionGuard({
  versionNumber,
  checked,
  onChange,
}: {
  versionNumber: number | null;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const isKnown = versionNumber !== null;
  return (
    <Checkbox
      label={`Only if it is still at ${isKnown ? versionPhrase(versionNumber) : "the same version"}`}
      hint={
        isKnown
          ? "If the device updates the execution first, nothing is canceled and you see what changed."
          : "AWS IoT did not say which version it is at, so this cannot be checked."
      }
      checked={checked}
      disabled={!isKnown}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}
