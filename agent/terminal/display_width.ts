/** Two columns each in an xterm: CJK, Hangul, full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns that a text without control characters takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    width += WIDE.test(character) ? 2 : NONE.test(character) ? 0 : 1;
  }
  return width;
}
