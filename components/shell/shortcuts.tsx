"use client";

import { useState } from "react";
import { onDemand } from "@/components/ui/on-demand";
import { useShortcut } from "@/components/ui/use-shortcut";

const ShortcutsDialog = onDemand(() => import("./shortcuts-dialog").then((module) => module.ShortcutsDialog));

/** The shortcuts of every page: "/" to the page's filter (the input marked data-filter), "?" to the list of them all. */
export function Shortcuts() {
  const [listed, setListed] = useState(false);
  useShortcut("?", () => setListed(true));
  useShortcut("/", (event) => {
    const filter = document.querySelector<HTMLInputElement>("main input[data-filter]");
    if (!filter) return;
    event.preventDefault();
    filter.focus();
    filter.select();
  });
  return listed && <ShortcutsDialog onClose={() => setListed(false)} />;
}
