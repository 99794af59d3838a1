"use client";

import type { ComponentProps } from "react";
import { chooseTheme } from "./choose-theme";
import { THEMES } from "./theme";

/** The only script of the theme switch: applies the theme of the chosen radio button. */
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
