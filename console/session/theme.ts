import { signal } from "@preact/signals";
import { readText, writeText } from "./storage.ts";

/** Light, dark, or what the system says. */
export type Theme = "system" | "light" | "dark";

/** The look that was chosen. */
export const theme = signal<Theme>(asTheme(readText("theme")));

/** Chooses a look, and remembers it. */
export function useTheme(chosen: Theme): void {
  theme.value = chosen;
  writeText("theme", chosen);
  applyTheme();
}

/** Puts the chosen look on the page. */
export function applyTheme(): void {
  const { style } = document.documentElement;
  style.colorScheme = theme.value === "system" ? "light dark" : theme.value;
}

function asTheme(text: string | undefined): Theme {
  return text === "light" || text === "dark" ? text : "system";
}
