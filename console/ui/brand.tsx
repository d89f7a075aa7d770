/** The sign of the console. */
export function Brand() {
  return (
    <span class="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" />
        <path d="M9 21V11l7 7 7-7v10" />
      </svg>
      Mesh Console
    </span>
  );
}
