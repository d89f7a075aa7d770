/**
 * Lets a button be pressed that is seen above a fullscreen element. Whatever is not in such an element
 * is inert: a click goes through to what lies behind.
 */
export function pressThrough(button: HTMLElement): void {
  addEventListener("click", (event) => {
    if (document.fullscreenElement === null || !event.isTrusted) return;
    const { left, top, right, bottom } = button.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    const hits = x >= left && x < right && y >= top && y < bottom;
    if (!hits || event.composedPath().includes(button)) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    button.click();
  }, { capture: true });
}
