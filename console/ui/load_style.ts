const loaded = new Map<string, Promise<void>>();

/** Loads a style sheet beside the page, once. */
export function loadStyle(name: string): Promise<void> {
  let loading = loaded.get(name);
  if (loading === undefined) {
    loading = new Promise((resolve, reject) => {
      const link = document.createElement("link");
      link.addEventListener("load", () => resolve());
      link.addEventListener("error", () => {
        loaded.delete(name);
        reject(new Error(name));
      });
      document.head.append(Object.assign(link, { rel: "stylesheet", href: name }));
    });
    loaded.set(name, loading);
  }
  return loading;
}
