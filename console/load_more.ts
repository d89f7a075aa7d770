import { addEnglish } from "./i18n/translate.ts";
import { loadStyle } from "./ui/load_style.ts";

/** Fetches what the first view does without, with its style and its texts. */
export async function loadMore(): Promise<typeof import("./more.ts")> {
  const [more] = await Promise.all([import("./more.ts"), loadStyle("more.css")]);
  addEnglish(more.MORE_EN);
  return more;
}
