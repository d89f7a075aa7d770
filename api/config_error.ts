/** The API cannot start as it is configured; the message says what to change. */
export class ApiConfigError extends Error {
  /** Always `"ApiConfigError"`. */
  override readonly name: string = "ApiConfigError";
}
