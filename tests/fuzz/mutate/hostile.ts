import type { Random } from "../random.ts";

/** Levels of nesting that overflow the stack of whatever recurses. */
const DEEP = 30_000;
const DEEP_ARRAY = "[".repeat(DEEP) + "]".repeat(DEEP);
// V8 writes arrays and some objects without recursion; not those with numbers for names.
const DEEP_OBJECT = '{"0":'.repeat(DEEP) + "1" + "}".repeat(DEEP);
const DEEP_SMALL = "[".repeat(150) + "]".repeat(150);
const LONG_TEXT = JSON.stringify("x".repeat(70_000));
const LONG_ARRAY = `[${"0,".repeat(5_000)}0]`;

/** JSON texts that surprise who expects another type. */
const VALUES = [
  ...["null", "true", "false", '""', "[]", "{}", "[null]", "[[]]", "[{}]", '[""]'],
  ...["0", "-0", "1", "-1", "1.5", "1e400", "-1e400", "1e21", "5e-324", "255", "256", "65535"],
  ...["65536", "2147483648", "4294967295", "4294967296", "9007199254740993", "8.64e15", "8.65e15"],
  ...['"\\ud800"', '"\\udc00x"', '"\\u0000"', '"\\u2028"', '"\\r\\n"', '"1"', '"-1"', '"1e9"'],
  ...['"0x10"', '"NaN"', '" "', '"/"', '".."', '"../.."', '"a/b"', '"\\\\"', '"%"', '"\\u202e"'],
  ...['"__proto__"', '"constructor"', '"toString"', '"hasOwnProperty"', '"length"', '"then"'],
  ...['{"toString":1}', '{"valueOf":1}', '{"toString":null,"valueOf":null}', '{"length":-1}'],
  ...['{"length":4294967296}', '{"toJSON":1}', '{"then":1}', '{"__proto__":null}', '{"0":1}'],
  ...['{"__proto__":{"toString":1}}', '{"constructor":{"prototype":1}}', '{"message":1}'],
  ...['"user//x"', '"node//x"', '"ok"', '"2038-01-19T03:14:08Z"', '"😀"', '"\\ud83d"'],
];

const NAMES = [
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "toJSON", "length", "then"],
  ...[
    "",
    "0",
    "action",
    "type",
    "id",
    "_id",
    "result",
    "name",
    "\u0000",
    "\ud800",
    "a.b",
    "$where",
  ],
];

/** A JSON text in the place of a value. */
export function hostileValue(random: Random): string {
  if (!random.oneIn(200)) return random.pick(VALUES);
  return random.oneIn(3)
    ? random.pick([DEEP_ARRAY, DEEP_OBJECT, LONG_TEXT, LONG_ARRAY])
    : DEEP_SMALL;
}

/** A member's name. */
export function hostileName(random: Random): string {
  return random.pick(NAMES);
}
