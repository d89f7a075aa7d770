/** Comments, strings, regular expressions and brackets; a template begins with its first quote. */
const TOKEN =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[`()[\]{}]|\/(?:[^\\/\n]|\\.)+\/|[^\s]/y;
/** A template's characters, up to its end or to an expression in it. */
const TEMPLATE = /(?:[^`\\$]|\\[^]|\$(?!\{))*(`|\$\{|$)/y;
/** What may stand before a regular expression; after anything else, `/` divides. */
const BEFORE_EXPRESSION = /[([{},;=:!&|?+\-*%<>~^]$|\b(?:return|typeof|case|in|of|do|else)$|^$/;

/** Whether JavaScript ends within a bracket, a template or a comment, so that more has to come. */
export function endsWithin(code: string): boolean {
  const open: string[] = [];
  for (let at = 0; at < code.length;) {
    if (open.at(-1) === "`") {
      TEMPLATE.lastIndex = at;
      const end = TEMPLATE.exec(code)?.[1];
      if (end === undefined || end === "") return true;
      if (end === "`") open.pop();
      else open.push("${");
      at = TEMPLATE.lastIndex;
      continue;
    }
    TOKEN.lastIndex = at;
    let token = TOKEN.exec(code)?.[0] ?? code.charAt(at);
    const isComment = token.startsWith("//") || token.startsWith("/*");
    if (token.startsWith("/") && !isComment && !BEFORE_EXPRESSION.test(lastWord(code, at))) {
      token = "/";
    }
    if (token.startsWith("/*") && !/^\/\*[^]*\*\/$/.test(token)) return true;
    if (/^[`([{]$/.test(token)) open.push(token);
    if (/^[)\]}]$/.test(token)) open.pop();
    at += token.length;
  }
  return open.length > 0;
}

/** The end of the code before a place, without spaces. */
function lastWord(code: string, at: number): string {
  return code.slice(Math.max(at - 20, 0), at).trimEnd();
}
