/**
 * Parts of the console that are fetched when they are needed, with their texts.
 *
 * @module
 */
import { addTexts } from "./i18n/translate.ts";
import { loadStyle } from "./ui/load_style.ts";

/** All other pages and dialogs. */
export async function loadMore(): Promise<typeof import("./more.ts")> {
  const more = import("./more.ts");
  await Promise.all([
    addTexts("more", more.then(({ MORE_EN }) => MORE_EN)),
    loadStyle("more.css"),
  ]);
  return await more;
}
