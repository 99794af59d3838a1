"use client";

import type { ComponentProps } from "react";
import { chooseTheme } from "./choose-theme";
import { THEMES } from "./theme";

/** The one line of script of the theme switch: whichever of its radio buttons is chosen is the theme. */
export function ThemeChoice(props: Omit<ComponentProps<"fieldset">, "onChange">) {
  return (
    <fieldset
      {...props}
      onChange={({ target }) => {
        const theme = THEMES.find((known) => known === (target as EventTarget & { value?: string }).value);
        if (theme) chooseTheme(theme);
      }}
    />
  );
}
