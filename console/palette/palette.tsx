import { useEffect } from "preact/hooks";
import { loadMore } from "../load_parts.ts";
import { expired } from "../session/session.ts";
import { lazy } from "../ui/lazy.tsx";
import { openPalette, paletteOpen } from "./palette_state.ts";

const PaletteDialog = lazy(async () => (await loadMore()).PaletteDialog);

/** Listens for the key that opens the palette: Ctrl-K, or ⌘-K. */
export function Palette() {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      if (event.target instanceof Element && event.target.closest("[data-takes-keys]")) return;
      event.preventDefault();
      if (!expired.value) openPalette();
    };
    addEventListener("keydown", listen);
    return () => {
      removeEventListener("keydown", listen);
      paletteOpen.value = false;
    };
  }, []);
  return paletteOpen.value ? <PaletteDialog /> : null;
}
