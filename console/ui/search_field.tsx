/** Where one types what a list is narrowed to. */
export function SearchField({ label, value, onSearch }: {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      value={value}
      onInput={(event) => onSearch(event.currentTarget.value)}
    />
  );
}
