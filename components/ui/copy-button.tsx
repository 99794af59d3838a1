"use client";

import { Check, Copy } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Button, type ButtonProps } from "./button";

const SAID_FOR_MS = 2_000;

/**
 * Copies `text`, or what it returns when pressed, and confirms it on the screen and to screen readers. Says so when the
 * browser refuses.
 */
export function CopyButton({
  text,
  icon = <Copy aria-hidden />,
  children = "Copy",
  ...props
}: Omit<ButtonProps, "onClick"> & { text: string | (() => string); icon?: ReactNode }) {
  const [said, setSaid] = useState("");

  const copy = async () => {
    setSaid(await writeClipboard(typeof text === "string" ? text : text()));
    setTimeout(() => setSaid(""), SAID_FOR_MS);
  };

  return (
    <>
      <Button {...props} onClick={copy}>
        {said === "Copied" ? <Check aria-hidden /> : icon}
        {said || children}
      </Button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}

async function writeClipboard(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied";
  } catch {
    return "Could not copy";
  }
}
