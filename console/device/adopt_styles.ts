/**
 * The terminal writes its colours into `<style>` elements, which the page's policy keeps from having
 * an effect. Their text is put into sheets that scripts may add; it is made of numbers and colours
 * of ours, never of what a device sends.
 *
 * @param root Below which the elements appear.
 * @returns What takes the sheets away.
 */
export function adoptStyles(root: HTMLElement): () => void {
  const sheets = new Map<HTMLStyleElement, CSSStyleSheet>();
  const adopt = () => {
    for (const element of root.querySelectorAll("style")) {
      let sheet = sheets.get(element);
      if (sheet === undefined) {
        sheet = new CSSStyleSheet();
        sheets.set(element, sheet);
        document.adoptedStyleSheets.push(sheet);
      }
      sheet.replaceSync(element.textContent ?? "");
    }
  };
  const observer = new MutationObserver((records) => {
    if (
      records.some(({ target, addedNodes }) => isStyle(target) || [...addedNodes].some(isStyle))
    ) {
      adopt();
    }
  });
  observer.observe(root, { childList: true, characterData: true, subtree: true });
  return () => {
    observer.disconnect();
    const ours = new Set(sheets.values());
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !ours.has(sheet));
  };
}

function isStyle(node: Node): boolean {
  return node instanceof HTMLStyleElement || node.parentNode instanceof HTMLStyleElement;
}
