/** Where a command writes, and whom it can ask. */
export interface Terminal {
  /** Results, in whole lines. */
  readonly out: (text: string) => void;
  /** Progress, warnings and errors, in whole lines. */
  readonly err: (text: string) => void;
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
  /** Whether colours are wanted. */
  readonly color: boolean;
  /** Asks a person; false when there is none. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Asks a person for a text; `otherwise` when there is none. */
  readonly ask: (question: string, otherwise: string) => Promise<string>;
}

const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

/** A text in a colour, where colours are wanted. */
export function paint(terminal: Terminal, color: keyof typeof codes, text: string): string {
  return terminal.color ? `\u001b[${codes[color]}m${text}\u001b[0m` : text;
}
