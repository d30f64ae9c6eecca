/** Light, dark, or as the system: remembered, and set on the root element for the style sheet. */

export type Theme = "auto" | "light" | "dark";
export const THEMES: readonly Theme[] = ["auto", "light", "dark"];
const REMEMBERED = "omnishelf.theme";

export const firstTheme = (): Theme => THEMES.find((theme) => theme === localStorage.getItem(REMEMBERED)) ?? "auto";

export function applyTheme(theme: Theme): void {
  localStorage.setItem(REMEMBERED, theme);
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
